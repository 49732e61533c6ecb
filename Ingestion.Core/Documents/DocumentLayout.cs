using System.Globalization;
using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Text;

namespace Ingestion.Core.Documents;

/// <summary>Which of a document's tables is read and how; fixed for a job when it is planned. Rows and columns are the document's.</summary>
public sealed record DocumentLayout
{
    /// <summary>What the document is.</summary>
    public required FileFormat Format { get; init; }

    /// <summary>0-based, in the document's order.</summary>
    public required int TableIndex { get; init; }

    /// <summary>The sheet's or table's name.</summary>
    public required string TableName { get; init; }

    /// <summary>What its rows are.</summary>
    public required TableKind Kind { get; init; }

    /// <summary>The 0-based column that the table begins with.</summary>
    public required int FirstColumn { get; init; }

    /// <summary>Its last column, when something that is not of it stands to the right; else null.</summary>
    public int? LastColumn { get; init; }

    /// <summary>How many rows of the sheet or document, empty ones not counted, stand before its first row of data.</summary>
    public required long RowsBefore { get; init; }

    /// <summary>How many rows of data it has, when something that is not of it stands below; else null.</summary>
    public long? RowCount { get; init; }

    /// <summary>The last row of the sheet that is of it, where that was told and lies behind the rows that were looked at; else null.</summary>
    public int? LastRow { get; init; }

    /// <summary>How many rows at the end are no data.</summary>
    public int FooterRows { get; init; }

    /// <summary>Of text, how its lines are rows; else null.</summary>
    public TextForm? Text { get; init; }

    /// <summary>Whether every cell of a merged range has its value.</summary>
    public bool FillMerged { get; init; }

    /// <summary>Whether hidden rows and columns are left out.</summary>
    public bool SkipHidden { get; init; }

    /// <summary>The names of all sheets.</summary>
    public IReadOnlyList<string> Sheets { get; init; } = [];

    /// <summary>What else could be read: the tables found.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Where a row stands, as a person finds it: <c>Orders!A5</c>, <c>table 2, row 5</c>, <c>page 3, table 1, row 5 (confidence 90%, amount 45%)</c>. Null where the line says it.</summary>
    /// <param name="position">Where.</param>
    /// <param name="columns">The staged columns, to name the cells that are less sure than the others.</param>
    internal string? Describe(RowPosition position, IReadOnlyList<SourceColumn> columns) => Kind switch
    {
        TableKind.Sheet => $"{SheetPrefix}{ColumnLetters(FirstColumn)}{position.Row.ToString(CultureInfo.InvariantCulture)}",
        TableKind.Table => string.Create(CultureInfo.InvariantCulture, $"table {position.Table}, row {position.Row}"),
        TableKind.Paragraphs => string.Create(CultureInfo.InvariantCulture, $"paragraph {position.Row}"),
        TableKind.PageTable => string.Create(CultureInfo.InvariantCulture, $"page {position.Page}, table {position.Table}, row {position.Row} (confidence {position.Confidence}%{Doubts(position, columns)})"),
        TableKind.PageText => string.Create(CultureInfo.InvariantCulture, $"page {position.Page}, block {position.Row}"),
        _ => null,
    };

    private static string Doubts(RowPosition position, IReadOnlyList<SourceColumn> columns) => position.Doubts is null ? "" : string.Concat(
        position.Doubts.Where(doubt => doubt.Column < columns.Count).Select(doubt => FormattableString.Invariant($", {columns[doubt.Column].Name} {doubt.Confidence}%")));

    /// <summary>A column's letters: 0 is A, 26 is AA.</summary>
    internal static string ColumnLetters(int column)
    {
        var letters = new StringBuilder();
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26)
            letters.Insert(0, (char)('A' + ((rest - 1) % 26)));
        return letters.ToString();
    }

    private string SheetPrefix =>
        TableName.All(character => char.IsAsciiLetterOrDigit(character) || character == '_') && !char.IsAsciiDigit(TableName.FirstOrDefault())
            ? $"{TableName}!"
            : $"'{TableName.Replace("'", "''", StringComparison.Ordinal)}'!";
}
