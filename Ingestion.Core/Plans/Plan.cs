using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Csv;
using Ingestion.Core.Fixes;
using Ingestion.Core.Matching;
using Ingestion.Core.References;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Plans;

/// <summary>
/// A recipe compiled once against a source's columns. Immutable and shared by all threads; preview and job run the same one.
/// </summary>
public sealed class Plan
{
    internal Plan(Recipe recipe, int sourceColumns, PlanColumn[] inputs, int resultColumns)
    {
        Recipe = recipe;
        SourceColumnCount = sourceColumns;
        Inputs = inputs;
        Columns = [.. inputs.Take(resultColumns).Select(input => input.Spec)];
    }

    /// <summary>What was compiled.</summary>
    public Recipe Recipe { get; }

    /// <summary>The result's columns, in order.</summary>
    public IReadOnlyList<ColumnSpec> Columns { get; }

    /// <summary>Every check, in the order in which <see cref="ChunkRecord.ViolationRows"/> counts them.</summary>
    public required IReadOnlyList<PlanCheck> Checks { get; init; }

    /// <summary>Every fix, in the order in which they are applied and <see cref="ChunkRecord.FixedValues"/> counts them.</summary>
    public required IReadOnlyList<PlanFix> Fixes { get; init; }

    /// <summary>Whether a DEDUPE rule makes the order of chunks matter.</summary>
    public bool HasDedupe => Dedupes.Length > 0;

    /// <summary>How many DEDUPE rules there are.</summary>
    public int DedupeRuleCount => Dedupes.Length;

    /// <summary>Whether chunks, and rows in them, take their turn from the last to the first: DEDUPE keeps LAST.</summary>
    public bool DedupeFromEnd => HasDedupe && Dedupes[0].Keep == DedupeKeep.Last;

    /// <summary>How many fields a row of the source has.</summary>
    internal int SourceColumnCount { get; }

    /// <summary>How many columns fixes make, behind the source's.</summary>
    internal int MadeColumnCount { get; init; }

    /// <summary>Made columns that begin as a copy of another: two result columns of one source column, one of which is fixed.</summary>
    internal ColumnCopy[] Copies { get; init; } = [];

    /// <summary>What the fixes do, in order; a fix of a column that has copies is there once for each.</summary>
    internal ColumnFix[] FixSteps { get; init; } = [];

    /// <summary>How many of them fill from the row before, and so need to know what stood before the first row in hand.</summary>
    internal int CarryCount { get; init; }

    /// <summary>What these know before the source's first row.</summary>
    internal byte[]?[] NothingCarried => new byte[]?[CarryCount];

    /// <summary>The columns that are read: the result's first, then those that only rules look at.</summary>
    internal PlanColumn[] Inputs { get; }

    /// <summary>The checks on whole rows.</summary>
    internal RowCheck[] RowChecks { get; init; } = [];

    /// <summary>The DEDUPE and UNIQUE rules, in the recipe's order.</summary>
    internal PlanDedupe[] Dedupes { get; init; } = [];

    /// <summary>Compiles a recipe for a source; what is wrong with it is in <see cref="PlanCompilation.Problems"/>.</summary>
    public static PlanCompilation Compile(Recipe recipe, CsvLayout layout) => Compile(recipe, layout, new Dictionary<string, ReferenceColumn>(), areRowsApart: false);

    /// <summary>Compiles a recipe for a source of text with these columns.</summary>
    public static PlanCompilation Compile(Recipe recipe, IReadOnlyList<SourceColumn> source) =>
        new PlanCompiler(recipe, SourceNames.Renamed(source, recipe.Source), hasCellErrors: false, areRowsApart: false, new Dictionary<string, ReferenceColumn>()).Compile();

    /// <summary>Compiles a recipe whose REFERENCE rules may name other artifacts, which are loaded.</summary>
    /// <param name="recipe">What is to be done.</param>
    /// <param name="layout">The source's columns.</param>
    /// <param name="load">Loads a reference.</param>
    /// <param name="areRowsApart">Whether the rows were taken out from between others, so that none has its row before.</param>
    /// <param name="cancellationToken">Given to the loader.</param>
    /// <exception cref="IOException">The store is out of reach.</exception>
    public static async Task<PlanCompilation> CompileAsync(Recipe recipe, CsvLayout layout, LoadReferenceAsync load, bool areRowsApart = false, CancellationToken cancellationToken = default)
    {
        var compiled = Compile(recipe, layout, new Dictionary<string, ReferenceColumn>(), areRowsApart);
        if (compiled.References.Count == 0)
            return compiled;
        var (columns, problems) = (new Dictionary<string, ReferenceColumn>(), compiled.Problems.ToList());
        foreach (var request in compiled.References)
        {
            var (column, problem) = await load(request, cancellationToken);
            if (column is not null)
                columns.Add(request.RulePath, column);
            else
                problems.Add(problem!);
        }
        return problems.Count > 0 ? new PlanCompilation(null, problems) : Compile(recipe, layout, columns, areRowsApart);
    }

    private static PlanCompilation Compile(Recipe recipe, CsvLayout layout, IReadOnlyDictionary<string, ReferenceColumn> references, bool areRowsApart) =>
        new PlanCompiler(recipe, SourceNames.Renamed(layout.Columns, recipe.Source), hasCellErrors: layout.Document is not null, areRowsApart, references).Compile();
}

/// <summary>A plan, or what is wrong with its recipe or missing for it.</summary>
/// <param name="Plan">Null when there are problems or references.</param>
/// <param name="Problems">What is wrong.</param>
public sealed record PlanCompilation(Plan? Plan, IReadOnlyList<RecipeProblem> Problems)
{
    /// <summary>What has to be loaded before there is a plan: see <see cref="Plans.Plan.CompileAsync"/>.</summary>
    public IReadOnlyList<ReferenceRequest> References { get; init; } = [];
}

/// <summary>One fix of a plan.</summary>
/// <param name="Ordinal">Its place in <see cref="Plan.Fixes"/>.</param>
/// <param name="RuleId">The rule it comes from.</param>
/// <param name="Column">The column it changes or makes; null when it makes several.</param>
public sealed record PlanFix(int Ordinal, string RuleId, string? Column);

/// <summary>A made column that begins as a copy.</summary>
internal readonly record struct ColumnCopy(int From, int To);
