namespace Ingestion.Core.Documents;

/// <summary>
/// A file that holds tables in a form of its own: a workbook with its sheets, a text document or a PDF with its tables. Its rows are
/// read in one sequence, and staged as delimited text that chunks are cut from. Not thread-safe.
/// </summary>
internal interface IDocument : IDisposable
{
    /// <summary>What can be read, in the document's order.</summary>
    IReadOnlyList<DocumentTable> Tables { get; }

    /// <summary>What a person should know of the document, one sentence each, such as that its macros never run.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>Gives a table's rows to a sink, until it takes no more.</summary>
    /// <exception cref="UnreadableSourceException">The document is damaged, or larger than <see cref="DocumentLimits"/> allows.</exception>
    void Read(DocumentTable table, ITableSink sink, CancellationToken cancellationToken);
}

/// <summary>One of a document's tables.</summary>
/// <param name="Index">0-based, in the document's order.</param>
/// <param name="Name">What a person calls it: a sheet's name, or <c>table 2</c>.</param>
/// <param name="Kind">What its rows are.</param>
/// <param name="IsHidden">Whether the document hides it.</param>
/// <param name="IsEmpty">Whether it is known to hold nothing.</param>
internal sealed record DocumentTable(int Index, string Name, TableKind Kind, bool IsHidden = false, bool IsEmpty = false);

/// <summary>What a document's rows are, which says how their positions read.</summary>
public enum TableKind
{
    /// <summary>Rows of a worksheet: <c>Orders!A5</c>.</summary>
    Sheet,

    /// <summary>Rows of a table in a text document: <c>table 2, row 5</c>.</summary>
    Table,

    /// <summary>Paragraphs of a text document: <c>paragraph 12</c>.</summary>
    Paragraphs,

    /// <summary>Rows of a table in a PDF: <c>page 3, table 1, row 5</c>.</summary>
    PageTable,

    /// <summary>Blocks of text in a PDF: <c>page 3, block 5</c>.</summary>
    PageText,

    /// <summary>Lines of text, whose number is their position.</summary>
    Lines,
}

/// <summary>Takes a table's rows as a reader finds them: <see cref="BeginRow"/>, its cells from left to right, <see cref="EndRow"/>.</summary>
internal interface ITableSink
{
    /// <summary>Begins a row.</summary>
    void BeginRow(RowPosition position);

    /// <summary>Gives a cell. Cells that are left out are empty; an empty one given at the end of a row says that the row goes so far.</summary>
    /// <param name="column">0-based, counted from the table's left border: 0 is a worksheet's column A.</param>
    /// <param name="text">Its value in UTF-8, in the canonical form of its kind; valid during the call only.</param>
    /// <param name="kind">What it is.</param>
    void Cell(int column, ReadOnlySpan<byte> text, CellKind kind);

    /// <summary>Ends a row; false when no more are wanted.</summary>
    bool EndRow();
}

/// <summary>Where a row stands. What a kind of table does not have is 0.</summary>
/// <param name="Page">1-based page.</param>
/// <param name="Table">1-based table of the page or document.</param>
/// <param name="Row">1-based row of the sheet or table, paragraph of the document or block of the page.</param>
/// <param name="Confidence">How sure the row's cells are, where they had to be guessed: 1 to 100 per cent.</param>
/// <param name="Doubts">The cells that are less sure than that; null for none.</param>
internal readonly record struct RowPosition(int Page, int Table, int Row, int Confidence = 0, IReadOnlyList<CellDoubt>? Doubts = null);

/// <summary>A cell that is less sure than the others of its row.</summary>
/// <param name="Column">0-based.</param>
/// <param name="Confidence">0 to 100 per cent.</param>
internal readonly record struct CellDoubt(int Column, int Confidence);

/// <summary>What a document says that a cell is.</summary>
internal enum CellKind
{
    /// <summary>Text, as it is.</summary>
    Text,

    /// <summary>A number in invariant form, the shortest that is the same double: <c>1.1</c>, <c>-3</c>, <c>1E-07</c>.</summary>
    Number,

    /// <summary><c>TRUE</c> or <c>FALSE</c>.</summary>
    Boolean,

    /// <summary>A date <c>2024-03-01</c>, a timestamp <c>2024-03-01T10:00:00</c> with a fraction where there is one, or a time of day <c>10:00:00</c>.</summary>
    Time,

    /// <summary>A value that could not be computed, such as <c>#DIV/0!</c>: a violation, whatever its column's type.</summary>
    Error,
}

/// <summary>How a document is read.</summary>
/// <param name="FillMerged">Whether every cell of a merged range has its value, and not only the first.</param>
/// <param name="SkipHidden">Whether hidden rows and columns are left out.</param>
/// <param name="Limits">How much it may hold.</param>
internal sealed record DocumentOptions(bool FillMerged, bool SkipHidden, DocumentLimits Limits);
