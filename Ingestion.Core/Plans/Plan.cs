using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Csv;
using Ingestion.Core.Records;
using Ingestion.Core.Rejects;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Plans;

/// <summary>
/// A recipe compiled once against a source's columns. Immutable and shared by all threads; preview and job run the same one.
/// </summary>
public sealed class Plan
{
    internal Plan(Recipe recipe, int sourceColumns, PlanColumn[] inputs, int resultColumns, PlanCheck[] checks, PlanDedupe[] dedupes)
    {
        Recipe = recipe;
        SourceColumnCount = sourceColumns;
        Inputs = inputs;
        Columns = [.. inputs.Take(resultColumns).Select(input => input.Spec)];
        Checks = checks;
        Dedupes = dedupes;
    }

    /// <summary>What was compiled.</summary>
    public Recipe Recipe { get; }

    /// <summary>The result's columns, in order.</summary>
    public IReadOnlyList<ColumnSpec> Columns { get; }

    /// <summary>Every check, in the order in which <see cref="ChunkRecord.ViolationRows"/> counts them.</summary>
    public IReadOnlyList<PlanCheck> Checks { get; }

    /// <summary>Whether a DEDUPE rule makes the order of chunks matter.</summary>
    public bool HasDedupe => Dedupes.Length > 0;

    /// <summary>How many DEDUPE rules there are.</summary>
    public int DedupeRuleCount => Dedupes.Length;

    /// <summary>Whether chunks, and rows in them, take their turn from the last to the first: DEDUPE keeps LAST.</summary>
    public bool DedupeFromEnd => HasDedupe && Dedupes[0].Keep == DedupeKeep.Last;

    /// <summary>How many fields a row has.</summary>
    internal int SourceColumnCount { get; }

    /// <summary>The columns that are read: the result's first, then those that only rules look at.</summary>
    internal PlanColumn[] Inputs { get; }

    /// <summary>The DEDUPE rules, in the recipe's order.</summary>
    internal PlanDedupe[] Dedupes { get; }

    /// <summary>Compiles a recipe for a source; what is wrong with it is in <see cref="PlanCompilation.Problems"/>.</summary>
    public static PlanCompilation Compile(Recipe recipe, CsvLayout layout) =>
        new PlanCompiler(recipe, layout.Columns, hasCellErrors: layout.Document is not null).Compile();

    /// <summary>Compiles a recipe for a source of text with these columns.</summary>
    public static PlanCompilation Compile(Recipe recipe, IReadOnlyList<SourceColumn> source) =>
        new PlanCompiler(recipe, source, hasCellErrors: false).Compile();
}

/// <summary>A plan, or what is wrong with its recipe.</summary>
/// <param name="Plan">Null when there are problems.</param>
/// <param name="Problems">Empty when there is a plan.</param>
public sealed record PlanCompilation(Plan? Plan, IReadOnlyList<RecipeProblem> Problems);

/// <summary>One check of a plan: a rule on a column.</summary>
/// <param name="Ordinal">Its place in <see cref="Plan.Checks"/>.</param>
/// <param name="RuleId">The rule it comes from; <see cref="RuleSpec.ImplicitTypeRuleId"/> for a column's type.</param>
/// <param name="Column">The column it looks at; null when there are several.</param>
/// <param name="Severity">What a violation does to its row.</param>
public sealed record PlanCheck(int Ordinal, string RuleId, string? Column, RuleSeverity Severity)
{
    /// <summary>How each of its violations begins in the rejects.</summary>
    internal byte[] ViolationHead { get; } = RejectBuffer.ViolationHead(RuleId, Column);
}

/// <summary>A column that is read, with the checks on its values.</summary>
internal sealed class PlanColumn(int sourceIndex, ColumnSpec spec, byte[][] nullTokens)
{
    /// <summary>0-based position among the source's fields.</summary>
    public int SourceIndex { get; } = sourceIndex;

    public ColumnSpec Spec { get; } = spec;

    /// <summary>How a value that does not fit the type reads, after the value.</summary>
    public byte[] TypeMismatch { get; } = Encoding.UTF8.GetBytes(TypeText.Mismatch(spec) + ".");

    /// <summary>The implicit check; <see cref="ColumnType.Text"/> takes every value.</summary>
    public PlanCheck TypeCheck { get; set; } = null!;

    /// <summary>That the document does not call the cell an error; null where the source has no such cells.</summary>
    public PlanCheck? ErrorCheck { get; set; }

    /// <summary>The NOT_NULL rules.</summary>
    public PlanCheck[] NotNull { get; set; } = [];

    /// <summary>The rules on present values.</summary>
    public ValueCheck[] Checks { get; set; } = [];

    /// <summary>Says for each row of the column whether its field is a value.</summary>
    public void FindGiven(in ColumnCells cells, Span<bool> given)
    {
        for (var row = 0; row < cells.Count; row++)
            given[row] = cells.Range(row).Length > 0;
        if (nullTokens.Length == 0)
            return;
        for (var row = 0; row < cells.Count; row++)
            given[row] &= !IsNullToken(cells.Text(row));
    }

    /// <summary>Whether a field means "no value".</summary>
    public bool IsNull(ReadOnlySpan<byte> text) => text.IsEmpty || (nullTokens.Length > 0 && IsNullToken(text));

    private bool IsNullToken(ReadOnlySpan<byte> text)
    {
        foreach (var token in nullTokens)
        {
            if (text.SequenceEqual(token))
                return true;
        }
        return false;
    }
}

/// <summary>A DEDUPE rule: the inputs that make its key, and which of equal rows stays.</summary>
internal sealed record PlanDedupe(PlanCheck Check, int[] Inputs, DedupeKeep Keep, string ColumnNames)
{
    /// <summary>The violation of a row that another one replaces.</summary>
    public Violation Violation { get; } = new(Check.RuleId, Check.Column, Text(Keep, ColumnNames));

    /// <summary>How that reads, in UTF-8.</summary>
    public byte[] Explanation { get; } = Encoding.UTF8.GetBytes(Text(Keep, ColumnNames));

    private static string Text(DedupeKeep keep, string columns) => $"{(keep == DedupeKeep.First ? "An earlier" : "A later")} row with the same {columns} is kept.";
}
