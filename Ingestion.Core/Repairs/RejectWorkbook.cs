using System.Globalization;
using Ingestion.Core.Csv;
using Ingestion.Core.Documents;
using Ingestion.Core.Results;
using Ingestion.Core.Results.Text;
using Ingestion.Core.Xlsx;
using Ingestion.Core.Xlsx.Writing;

namespace Ingestion.Core.Repairs;

/// <summary>
/// Rejected rows as an Excel workbook to correct and upload again: every cell is text as the source had it, the failing ones are coloured
/// and say why in a comment. Rows that a workbook cannot hold whole stand on a sheet of their own, without their values. It is written as
/// the rows are read, which they are several times over: how many columns there are has to be known before the first row, and comments
/// are a part of their own.
/// </summary>
/// <param name="source">How the source was read.</param>
/// <param name="manifest">The result's: rules name its columns.</param>
/// <param name="read">Reads the rows, the same ones in the same order every time.</param>
public sealed class RejectWorkbook(CsvLayout source, ResultManifest manifest, Func<IAsyncEnumerable<RejectedRow>> read)
{
    /// <summary>The most rows of a workbook. It is made in seconds; a repair, some 2 KB a row, and the programs that open it hold all of it.</summary>
    public const int MostRows = 100_000;

    /// <summary>The most bytes of the rejects in their own form: of more, the corrected workbook could not be taken back.</summary>
    public const long MostBytes = CorrectedFile.MostBytes;

    private const int MostComments = 200_000;
    private const int LongestCell = 32_767;
    private const int LongestComment = 2_000;
    private const string LeftSheet = "Too long";
    private static readonly string[] LeftHeader = [RejectSheet.PlaceColumn, "why it is not on the sheet before; correct it in the source", RejectSheet.ReasonColumn];

    // The place before the fields, the reasons behind them.
    private const int MostFields = CellReference.MostColumns - 2;

    private readonly RejectFields _fields = new(source);
    private readonly ViolatedCells _cells = new(source, manifest);
    private readonly List<(int Row, int Column)> _comments = [];
    // By their place among all rows.
    private readonly HashSet<int> _left = [];
    private int _fieldColumns;
    private int _rows;

    private string Filter => string.Create(CultureInfo.InvariantCulture, $"$A$1:${DocumentLayout.ColumnLetters(_fieldColumns + 1)}${_rows + 1}");

    /// <summary>Writes the workbook. It is complete only when this returns.</summary>
    /// <param name="destination">Is only written to, and asynchronously.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async ValueTask WriteAsync(Stream destination, CancellationToken cancellationToken)
    {
        await MeasureAsync();
        string[] sheets = _left.Count > 0 ? [RejectSheet.Name, LeftSheet] : [RejectSheet.Name];
        using var parts = new PartWriter(destination, cancellationToken);
        await parts.WriteAsync("[Content_Types].xml", WorkbookParts.ContentTypes(sheets.Length));
        await parts.WriteAsync("_rels/.rels", WorkbookParts.PackageRelationships);
        await parts.WriteAsync("xl/workbook.xml", WorkbookParts.Workbook(sheets, Filter));
        await parts.WriteAsync("xl/_rels/workbook.xml.rels", WorkbookParts.WorkbookRelationships(sheets.Length));
        await parts.WriteAsync("xl/styles.xml", WorkbookParts.Styles);
        await parts.WriteAsync("xl/worksheets/_rels/sheet1.xml.rels", WorkbookParts.NotesRelationships);
        var shared = new SharedTexts(output: null);
        await parts.BeginAsync("xl/worksheets/sheet1.xml");
        parts.Append(WorkbookParts.SheetHead);
        await AddRowsAsync(new SheetRows(parts.Output, shared), parts.FlushAsync);
        parts.Append(WorkbookParts.SheetTail(Filter.Replace("$", "", StringComparison.Ordinal)));
        if (_left.Count > 0)
        {
            await parts.BeginAsync("xl/worksheets/sheet2.xml");
            parts.Append(WorkbookParts.SheetHead);
            await AddLeftAsync(new SheetRows(parts.Output, shared), parts.FlushAsync);
            parts.Append("</sheetData></worksheet>");
        }
        await WriteCommentsAsync(parts);
        await WriteSharedAsync(parts, shared.Count);
        await parts.CompleteAsync();
    }

    private async ValueTask MeasureAsync()
    {
        await foreach (var row in read())
        {
            var fields = _fields.Of(row);
            if (WhyLeft(row, fields) is not null)
            {
                _left.Add(_rows + _left.Count);
                continue;
            }
            _rows++;
            _fieldColumns = Math.Max(_fieldColumns, fields.Length);
            if (_comments.Count < MostComments)
                _comments.AddRange(_cells.Of(row).Keys.Order().Take(MostComments - _comments.Count).Select(column => (_rows + 1, column)));
        }
    }

    private async ValueTask AddRowsAsync(SheetRows rows, Func<ValueTask> flush)
    {
        // Of a source that is wider than a sheet no row is on this one.
        AddRow(rows, _rows > 0 ? RejectSheet.Header(source, _fieldColumns - source.Columns.Count) : [RejectSheet.PlaceColumn, RejectSheet.ReasonColumn], CellStyle.Header);
        await foreach (var row in read())
        {
            var fields = _fields.Of(row);
            if (WhyLeft(row, fields) is not null)
                continue;
            AddRow(rows, row, fields);
            await flush();
        }
    }

    private async ValueTask AddLeftAsync(SheetRows rows, Func<ValueTask> flush)
    {
        AddRow(rows, LeftHeader, CellStyle.Header);
        await foreach (var row in read())
        {
            if (WhyLeft(row, _fields.Of(row)) is not { } why)
                continue;
            AddRow(rows, [RejectPosition.NameOf(row), why, ViolatedCells.Reasons(row)], CellStyle.Text);
            await flush();
        }
    }

    private void AddRow(SheetRows rows, RejectedRow row, string[] fields)
    {
        var failing = _cells.Of(row);
        rows.Begin();
        for (var column = 0; column <= fields.Length; column++)
        {
            var text = column == 0 ? RejectPosition.NameOf(row)
                : fields[column - 1].Length == 0 && column > source.Columns.Count ? RejectSheet.EmptySurplus
                : fields[column - 1];
            var isFailing = failing.ContainsKey(column);
            if (text.Length > 0 || isFailing)
                Add(rows, column, text, isFailing ? CellStyle.Failing : CellStyle.Text);
        }
        Add(rows, _fieldColumns + 1, ViolatedCells.Reasons(row), CellStyle.Text);
        rows.End();
    }

    private async ValueTask WriteCommentsAsync(PartWriter parts)
    {
        await parts.BeginAsync("xl/comments1.xml");
        SheetNotes.BeginTexts(parts.Output);
        var names = new CellNames();
        var (number, next, place) = (1, 0, 0);
        await foreach (var row in read())
        {
            if (next == _comments.Count)
                break;
            if (_left.Contains(place++))
                continue;
            number++;
            var failing = _cells.Of(row);
            for (; next < _comments.Count && _comments[next].Row == number; next++)
                SheetNotes.AddText(parts.Output, names, number, _comments[next].Column, Comment(failing[_comments[next].Column]));
            await parts.FlushAsync();
        }
        SheetNotes.EndTexts(parts.Output);

        await parts.BeginAsync("xl/drawings/vmlDrawing1.vml");
        SheetNotes.BeginBoxes(parts.Output, _comments.Count);
        for (var i = 0; i < _comments.Count; i++)
        {
            SheetNotes.AddBox(parts.Output, i, _comments[i].Row, _comments[i].Column);
            await parts.FlushAsync();
        }
        SheetNotes.EndBoxes(parts.Output);
    }

    /// <summary>Goes over the rows once more for the texts that are not in their cells.</summary>
    private async ValueTask WriteSharedAsync(PartWriter parts, int count)
    {
        await parts.BeginAsync("xl/sharedStrings.xml");
        parts.Output.Append(SharedTexts.Head);
        if (count > 0)
        {
            using var cells = new TextBuffer();
            var rows = new SheetRows(cells, new SharedTexts(parts.Output));
            await AddRowsAsync(rows, FlushAsync);
            if (_left.Count > 0)
                await AddLeftAsync(rows, FlushAsync);

            ValueTask FlushAsync()
            {
                cells.Clear();
                return parts.FlushAsync();
            }
        }
        parts.Append("</sst>");
    }

    /// <summary>Why a row cannot stand on the sheet with its values; null when it can.</summary>
    private static string? WhyLeft(RejectedRow row, string[] fields) =>
        row.RawBytes is { } length ? string.Create(CultureInfo.InvariantCulture, $"Its {length:N0} bytes are too many for a workbook.")
        : fields.Length > MostFields ? string.Create(CultureInfo.InvariantCulture, $"It has {fields.Length:N0} fields; a sheet has {CellReference.MostColumns:N0} columns.")
        : Array.FindIndex(fields, field => field.Length > LongestCell) is >= 0 and var at
            ? string.Create(CultureInfo.InvariantCulture, $"Its field {at + 1} has {fields[at].Length:N0} characters; a cell holds {LongestCell:N0}.")
        : null;

    private static void AddRow(SheetRows rows, IReadOnlyList<string> texts, CellStyle style)
    {
        if (style == CellStyle.Header)
            rows.Begin(style);
        else
            rows.Begin();
        for (var column = 0; column < texts.Count; column++)
            Add(rows, column, texts[column], style);
        rows.End();
    }

    private static void Add(SheetRows rows, int column, string text, CellStyle style) =>
        rows.Add(column, CellText.Cut(RejectSheet.LineBreaks(text), LongestCell), style);

    private static string Comment(string why) => Printable(RejectSheet.LineBreaks(why.Length <= LongestComment ? why : CellText.Cut(why, LongestComment) + "…"));

    /// <summary>A comment is for reading only, and programs that save a workbook again fail over what XML has no character for there; in a cell they do not.</summary>
    private static string Printable(string text) => string.Create(text.Length, text, static (printable, text) =>
    {
        for (var i = 0; i < text.Length; i++)
            printable[i] = text[i] is '\n' or '\t' or (>= ' ' and < '\uFFFE') ? text[i] : '\uFFFD';
    });
}
