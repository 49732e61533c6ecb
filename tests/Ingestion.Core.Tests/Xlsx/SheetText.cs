using System.Text;
using Ingestion.Core.Documents;
using Ingestion.Core.Xlsx;

namespace Ingestion.Core.Tests.Xlsx;

/// <summary>
/// A sheet's rows as text, one line each: <c>2: B=text C=#5 D=@2024-03-01 E=!TRUE F=~#N/A</c>, the kind before all but text, line
/// breaks and tabs as <c>\n</c>, <c>\r</c> and <c>\t</c>, space at a value's ends as <c>·</c>.
/// </summary>
internal sealed class SheetText : ITableSink
{
    private readonly StringBuilder _text = new();
    private readonly int _mostRows;
    private int _lastColumn;
    private bool _isOpen;

    private SheetText(int mostRows) => _mostRows = mostRows;

    public int Rows { get; private set; }

    public static DocumentOptions Options { get; } = new(FillMerged: false, SkipHidden: false, new DocumentLimits());

    public static string Of(byte[] file, int sheet = 0, DocumentOptions? options = null, bool isSlow = false, int mostRows = int.MaxValue)
    {
        using var document = XlsxDocument.Open(new MemoryStream(file), options ?? Options, isSlow, TestContext.Current.CancellationToken);
        return Of(document, document.Tables[sheet], mostRows);
    }

    /// <summary>All sheets, each after a line <c>--- name</c>, without the last line break.</summary>
    public static string OfAll(byte[] file, DocumentOptions? options = null, bool isSlow = false)
    {
        using var document = XlsxDocument.Open(new MemoryStream(file), options ?? Options, isSlow, TestContext.Current.CancellationToken);
        return string.Concat(document.Tables.Select(table => $"--- {table.Name}{(table.IsHidden ? " (hidden)" : "")}\n{Of(document, table)}")).TrimEnd('\n');
    }

    public static string Of(XlsxDocument document, DocumentTable table, int mostRows = int.MaxValue)
    {
        var sink = new SheetText(mostRows);
        document.Read(table, sink, TestContext.Current.CancellationToken);
        return sink._text.ToString();
    }

    public void BeginRow(RowPosition position)
    {
        Assert.False(_isOpen);
        Assert.Equal((0, 0), (position.Page, position.Table));
        _isOpen = true;
        _lastColumn = -1;
        _text.Append(position.Row).Append(':');
    }

    public void Cell(int column, ReadOnlySpan<byte> text, CellKind kind)
    {
        Assert.True(_isOpen && column > _lastColumn && !text.IsEmpty, "Cells come inside a row, from left to right, and are not empty.");
        Assert.True(System.Text.Unicode.Utf8.IsValid(text));
        _lastColumn = column;
        _text.Append(' ').Append(CellReference.Format(column, 0).AsSpan()[..^1]).Append('=');
        _text.Append(kind switch { CellKind.Number => "#", CellKind.Time => "@", CellKind.Boolean => "!", CellKind.Error => "~", _ => "" });
        _text.Append(Visible(Encoding.UTF8.GetString(text)));
    }

    public bool EndRow()
    {
        Assert.True(_isOpen && _lastColumn >= 0);
        _isOpen = false;
        _text.Append('\n');
        return ++Rows < _mostRows;
    }

    private static string Visible(string text)
    {
        var start = text.Length - text.TrimStart(' ').Length;
        var end = text.Length == start ? 0 : text.Length - text.TrimEnd(' ').Length;
        return $"{new string('·', start)}{text[start..(text.Length - end)]}{new string('·', end)}".Replace("\r", "\\r").Replace("\n", "\\n").Replace("\t", "\\t");
    }
}
