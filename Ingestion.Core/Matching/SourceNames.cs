using Ingestion.Contracts;

namespace Ingestion.Core.Matching;

/// <summary>A source's columns under the names by which a recipe knows them.</summary>
internal static class SourceNames
{
    /// <summary>The columns with the recipe's names for them.</summary>
    public static IReadOnlyList<SourceColumn> Renamed(IReadOnlyList<SourceColumn> columns, SourceOptions options) =>
        options.Renames.Count == 0 ? columns : [.. columns.Select(column => column with { Name = Of(column.Name, options) })];

    /// <summary>The file's own name for a column that the recipe knows by this one; the same where it is none of the file's.</summary>
    public static string InFile(string name, IReadOnlyList<SourceColumn> columns, SourceOptions options) =>
        options.Renames.Count == 0 ? name : columns.FirstOrDefault(column => Of(column.Name, options) == name)?.Name ?? name;

    /// <summary>The recipe's name for a column.</summary>
    public static string Of(string name, SourceOptions options) => Of(name, options.Renames);

    /// <summary>The recipe's name for a column.</summary>
    public static string Of(string name, IReadOnlyList<ColumnRename> renames) =>
        renames.FirstOrDefault(rename => rename.From == name) is { To.Length: > 0 } rename ? rename.To : name;
}
