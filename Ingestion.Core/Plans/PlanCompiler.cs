using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Matching;
using Ingestion.Core.References;

namespace Ingestion.Core.Plans;

/// <summary>Compiles one recipe, collecting every problem rather than stopping at the first.</summary>
internal sealed partial class PlanCompiler(
    Recipe recipe, IReadOnlyList<SourceColumn> source, bool hasCellErrors, bool areRowsApart, IReadOnlyDictionary<string, ReferenceColumn> references)
{
    // Comparing names takes its time with thousands of columns.
    private const int MostWithNearest = 20;
    private readonly List<RecipeProblem> _problems = [];
    private readonly List<PlanColumn> _inputs = [];
    private readonly Dictionary<string, int> _bySource = [];
    private readonly Dictionary<string, int> _byResult = [];

    public PlanCompilation Compile()
    {
        if (recipe.Version != 1)
            Problem("version", $"Version {recipe.Version} is not known; the only version is 1.");
        _problems.AddRange(SourceOptionsCheck.Problems(recipe.Source));
        CheckBudget();
        CheckRenames();
        DeclareColumns();
        CompileMapping();
        var resultColumns = _inputs.Count;
        CompileRules();
        CompileTypeChecks();
        if (_problems.Count > 0 || _references.Count > 0)
            // What is wrong with a rule for every column is wrong once.
            return new PlanCompilation(null, [.. _problems.Distinct()]) { References = _references };
        var plan = new Plan(recipe, source.Count, [.. _inputs], resultColumns)
        {
            Checks = _checks,
            RowChecks = [.. _rowChecks],
            Dedupes = [.. _dedupes],
            Fixes = _fixes,
            FixSteps = [.. _fixSteps],
            CarryCount = _carryCount,
            MadeColumnCount = _columns.Count - source.Count,
            Copies = [.. _copies],
        };
        return new PlanCompilation(plan, []);
    }

    private void CheckBudget()
    {
        var budget = recipe.ErrorBudget;
        if (budget.MaxRejectedRows < 0)
            Problem("errorBudget.maxRejectedRows", "It must be 0 or more.");
        if (budget.MaxRejectedFraction is < 0 or > 1 or double.NaN)
            Problem("errorBudget.maxRejectedFraction", "It must lie between 0 and 1.");
        if (budget.AfterRows < 0)
            Problem("errorBudget.afterRows", "It must be 0 or more.");
    }

    private void CheckRenames()
    {
        foreach (var name in source.GroupBy(column => column.Name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key))
            Problem("source.renames", $"Two columns of the source would be called '{name}'. Give one another name.");
    }

    private void CompileMapping()
    {
        for (var i = 0; i < _mapping.Count; i++)
        {
            var column = _mapping[i];
            var path = $"mapping[{i}]";
            var name = NameOf(column);
            if (_columnOf[i] < 0)
            {
                Problem($"{path}.from", UnknownColumn(column.From));
                continue;
            }
            if (name.Contains('\0'))
                Problem($"{path}.to", "A column's name cannot have a NUL character.");
            if (!_byResult.TryAdd(name, _inputs.Count))
                Problem($"{path}.to", $"Two columns of the result would be called '{name}'. Give one another name.");
            AddInput(_columnOf[i], Resolve(column, name, _columnOf[i], $"{path}.format"), column.NullTokens);
        }
    }

    private ColumnSpec Resolve(ColumnMapping mapping, string name, int column, string path)
    {
        var inferred = _columns[column];
        var type = mapping.Type ?? inferred.Type;
        if (mapping.Format is not null && _isIsoDate.Contains(column) && type is ColumnType.Date or ColumnType.Timestamp && mapping.Format != ColumnFormat.IsoZoned)
            Problem(path, "PARSE_DATE writes ISO 8601 whatever it reads; leave the format out here and put it among the rule's formats.");
        if (_isIsoDate.Contains(column) && type == ColumnType.Date && inferred.Type == ColumnType.Timestamp)
            Problem(path, "PARSE_DATE has a format with a time of day; map the column to TIMESTAMP, or leave its type out.");
        // What inference found is a help wherever the type is the inferred one.
        var format = mapping.Format ?? (type == inferred.Type ? inferred.Format : null);
        var spec = ColumnFormat.Resolve(name, type, format, out var problem);
        if (problem is not null)
            Problem(path, problem);
        return spec with { DecimalComma = ColumnFormat.HasDecimalComma(inferred, type) };
    }

    private int AddInput(int column, ColumnSpec spec, IReadOnlyList<string>? nullTokens)
    {
        _bySource.TryAdd(_columns[column].Name, _inputs.Count);
        _inputs.Add(new PlanColumn(column, _columns[column].Name, spec, NullTokens(nullTokens)));
        return _inputs.Count - 1;
    }

    private byte[][] NullTokens(IEnumerable<string>? ofColumn) =>
        [.. recipe.Source.NullTokens.Concat(ofColumn ?? []).Where(token => token.Length > 0).Distinct().Select(Encoding.UTF8.GetBytes)];

    /// <summary>The input a rule means: a column of the result, else of the source; a source column that is not in the result is read for the rule alone.</summary>
    private int FindInput(string name, string path)
    {
        if (_byResult.TryGetValue(name, out var input) || _bySource.TryGetValue(name, out input))
            return input;
        var column = IndexOf(name);
        if (column < 0)
        {
            Problem(path, UnknownColumn(name));
            return -1;
        }
        return AddInput(column, Resolve(new ColumnMapping(name), name, column, path), null);
    }

    private int IndexOf(string name) => _columns.FindIndex(column => column.Name == name);

    private string UnknownColumn(string name)
    {
        var known = string.Join(", ", source.Take(12).Select(column => $"'{column.Name}'"));
        IReadOnlyList<MatchCandidate> nearest = _problems.Count < MostWithNearest ? HeaderMatch.Nearest(name, [.. source.Select(column => column.Name)]) : [];
        var hint = nearest.Count == 0 ? "" : $" Nearest: {MatchText.Of(nearest)}; name the one that is meant, or have source.renames call it '{name}'.";
        return $"There is no column '{name}'. The source has {known}{(source.Count > 12 ? $" and {source.Count - 12} more" : "")}.{hint}";
    }

    private void Problem(string path, string message) => _problems.Add(new RecipeProblem(path, message));
}
