using System.Globalization;
using System.Text;
using ClosedXML.Excel;
using Ingestion.Core.Csv;
using Ingestion.Core.Results;

namespace Ingestion.Core.Repairs;

/// <summary>
/// Rejected rows as an Excel workbook to correct and upload again: every cell is text as the source had it, the failing ones are coloured
/// and say why in a comment. Rows that a workbook cannot hold whole stand on a sheet of their own, without their values.
/// </summary>
public sealed class RejectWorkbook : IDisposable
{
    /// <summary>The most rows of a workbook; it is made in memory, some 15 KB a row with a comment.</summary>
    public const int MostRows = 20_000;

    private const int LongestCell = 32_767;
    private const int LongestComment = 2_000;
    private static readonly XLColor Failing = XLColor.FromHtml("#FFC7CE");
    private readonly XLWorkbook _book = new();
    private readonly IXLWorksheet _sheet;
    private readonly RejectFields _fields;
    private readonly CsvLayout _source;
    private readonly Dictionary<string, int> _cellOf;
    private readonly List<(RejectedRow Row, string Why)> _left = [];
    private readonly List<string> _reasons = [];
    private int _surplus;

    /// <summary>Begins an empty workbook.</summary>
    /// <param name="source">How the source was read.</param>
    /// <param name="columns">The result's columns: rules name them.</param>
    public RejectWorkbook(CsvLayout source, IReadOnlyList<ResultColumn> columns)
    {
        _source = source;
        _fields = new RejectFields(source);
        _sheet = _book.AddWorksheet(RejectSheet.Name);
        _cellOf = CellsOf(source, columns);
        // Whatever is typed stays as it is typed: no 007 becomes 7, no 1/2 a day.
        _sheet.Style.NumberFormat.Format = "@";
    }

    /// <summary>Adds a row.</summary>
    public void Add(RejectedRow row)
    {
        if (row.RawBytes is { } length)
        {
            _left.Add((row, string.Create(CultureInfo.InvariantCulture, $"Its {length:N0} bytes are too many for a workbook.")));
            return;
        }
        var fields = _fields.Of(row);
        if (Array.FindIndex(fields, field => field.Length > LongestCell) is >= 0 and var at)
        {
            _left.Add((row, string.Create(CultureInfo.InvariantCulture, $"Its field {at + 1} has {fields[at].Length:N0} characters; a cell holds {LongestCell:N0}.")));
            return;
        }
        var number = _reasons.Count + 2;
        Write(_sheet.Cell(number, 1), RejectPosition.NameOf(row));
        for (var i = 0; i < fields.Length; i++)
            Write(_sheet.Cell(number, i + 2), fields[i].Length == 0 && i >= _source.Columns.Count ? RejectSheet.EmptySurplus : fields[i]);
        _surplus = Math.Max(_surplus, fields.Length - _source.Columns.Count);
        foreach (var cell in row.Violations.GroupBy(violation => CellOf(violation.Column)))
            Mark(_sheet.Cell(number, cell.Key), string.Join("\n", cell.Select(violation => $"{violation.RuleId}: {violation.Message}")));
        _reasons.Add(string.Join("\n", row.Violations.Select(violation => $"{(violation.Column is null ? "" : violation.Column + ": ")}{violation.Message}")));
    }

    /// <summary>Writes the workbook.</summary>
    public async ValueTask SaveAsync(Stream destination, CancellationToken cancellationToken)
    {
        Finish();
        // The library goes back in what it writes, which a response cannot.
        using var file = new MemoryStream();
        _book.SaveAs(file);
        file.Position = 0;
        await file.CopyToAsync(destination, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _book.Dispose();

    private void Finish()
    {
        var header = RejectSheet.Header(_source, _surplus);
        for (var i = 0; i < header.Count; i++)
            Write(_sheet.Cell(1, i + 1), header[i]);
        for (var i = 0; i < _reasons.Count; i++)
            Write(_sheet.Cell(i + 2, header.Count), _reasons[i]);
        _sheet.Row(1).Style.Font.Bold = true;
        _sheet.SheetView.Freeze(1, 1);
        _sheet.Range(1, 1, _reasons.Count + 1, header.Count).SetAutoFilter();
        AddLeft();
    }

    private void AddLeft()
    {
        if (_left.Count == 0)
            return;
        var sheet = _book.AddWorksheet("Too long");
        string[] header = [RejectSheet.PlaceColumn, "why it is not on the sheet before; correct it in the source", RejectSheet.ReasonColumn];
        for (var i = 0; i < header.Length; i++)
            Write(sheet.Cell(1, i + 1), header[i]);
        for (var i = 0; i < _left.Count; i++)
        {
            Write(sheet.Cell(i + 2, 1), RejectPosition.NameOf(_left[i].Row));
            Write(sheet.Cell(i + 2, 2), _left[i].Why);
            Write(sheet.Cell(i + 2, 3), string.Join("\n", _left[i].Row.Violations.Select(violation => violation.Message)));
        }
    }

    private int CellOf(string? column) => column is not null && _cellOf.TryGetValue(column, out var cell) ? cell : 1;

    // A rule names a column of the result or else of the source.
    private static Dictionary<string, int> CellsOf(CsvLayout source, IReadOnlyList<ResultColumn> columns)
    {
        var cells = new Dictionary<string, int>();
        for (var i = 0; i < source.Columns.Count; i++)
            cells[source.Columns[i].Name] = i + 2;
        var ofSource = new Dictionary<string, int>(cells);
        foreach (var column in columns)
        {
            if (column.From is { } from && ofSource.TryGetValue(from, out var cell))
                cells[column.Name] = cell;
        }
        return cells;
    }

    private static void Mark(IXLCell cell, string why)
    {
        cell.Style.Fill.BackgroundColor = Failing;
        cell.Comment.AddText(Printable(why.Length <= LongestComment ? why : why[..LongestComment] + "…"));
    }

    /// <summary>A comment cannot have what XML has no character for; a cell can, for the library escapes it there.</summary>
    private static string Printable(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.Value is '\n' or '\t' or (>= ' ' and < 0xFFFE) or > 0xFFFF ? rune : Rune.ReplacementChar));

    private static void Write(IXLCell cell, string text)
    {
        if (text.Length > 0)
            cell.SetValue(RejectSheet.LineBreaks(text.Length <= LongestCell ? text : text[..LongestCell]));
    }
}
