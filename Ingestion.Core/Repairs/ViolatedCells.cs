using Ingestion.Core.Csv;
using Ingestion.Core.Matching;
using Ingestion.Core.Results;

namespace Ingestion.Core.Repairs;

/// <summary>Which cells of a reject's row on the sheet broke rules, and why.</summary>
internal sealed class ViolatedCells
{
    private readonly Dictionary<string, int> _columnOf = [];

    /// <summary>Knows the columns by the names that rules have for them: those of the result, or else of the source, as the recipe calls them.</summary>
    public ViolatedCells(CsvLayout source, ResultManifest manifest)
    {
        var ofSource = new Dictionary<string, int>();
        for (var i = 0; i < source.Columns.Count; i++)
        {
            ofSource[source.Columns[i].Name] = i + 1;
            _columnOf[SourceNames.Of(source.Columns[i].Name, manifest.Renames)] = i + 1;
        }
        foreach (var column in manifest.Columns)
        {
            if (column.From is { } from && ofSource.TryGetValue(from, out var at))
                _columnOf[column.Name] = at;
        }
    }

    /// <summary>What a row's failing cells have to say, by their 0-based columns on the sheet. Rules that are not of one column are marked on the first.</summary>
    public IReadOnlyDictionary<int, string> Of(RejectedRow row)
    {
        var cells = new Dictionary<int, string>();
        foreach (var violation in row.Violations)
        {
            var column = violation.Column is { } name && _columnOf.TryGetValue(name, out var at) ? at : 0;
            var why = $"{violation.RuleId}: {violation.Message}";
            cells[column] = cells.TryGetValue(column, out var other) ? $"{other}\n{why}" : why;
        }
        return cells;
    }

    /// <summary>All that a row broke, a line each.</summary>
    public static string Reasons(RejectedRow row) =>
        string.Join("\n", row.Violations.Select(violation => $"{(violation.Column is null ? "" : violation.Column + ": ")}{violation.Message}"));
}
