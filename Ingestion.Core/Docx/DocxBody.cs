using System.Globalization;
using System.Text;
using System.Xml;
using Ingestion.Core.Documents;

namespace Ingestion.Core.Docx;

/// <summary>A paragraph with the headings it stands under.</summary>
/// <param name="Number">1-based, empty ones counted, those in tables not.</param>
/// <param name="Style">What its style is called.</param>
/// <param name="HeadingPath">The headings, from the outermost.</param>
/// <param name="ListNumber">Its number or mark in a list, as it is shown before the text; else empty.</param>
/// <param name="Text">Its text, with line breaks and tabs.</param>
internal sealed record Paragraph(int Number, string Style, string HeadingPath, string ListNumber, string Text);

/// <summary>A cell of a table's row.</summary>
/// <param name="Column">0-based column of the table's grid that it begins in.</param>
/// <param name="Span">How many columns it takes.</param>
/// <param name="GoesOn">Whether it is merged with the one above it.</param>
/// <param name="Text">Its paragraphs, a line each.</param>
internal readonly record struct TableCell(int Column, int Span, bool GoesOn, string Text);

/// <summary>What is told of a document's body while it is read, in its order.</summary>
internal interface IBodyListener
{
    /// <summary>Told of each paragraph outside tables; false when nothing more is wanted.</summary>
    bool OnParagraph(Paragraph paragraph);

    /// <summary>Told of each row of each table; a table inside a cell is told of before the row it is in. False when nothing more is wanted.</summary>
    /// <param name="table">1-based, by where tables begin.</param>
    /// <param name="row">1-based.</param>
    /// <param name="cells">From left to right.</param>
    bool OnRow(int table, int row, IReadOnlyList<TableCell> cells);
}

/// <summary>
/// Reads <c>document.xml</c> in one pass (ECMA-376 part 1, 17.2 to 17.4): tracked insertions are text, deletions and field codes are
/// not, and of alternatives for older readers only the first is read.
/// </summary>
internal sealed class DocxBody(XmlReader xml, ParagraphStyles styles, ListDefinitions lists, IBodyListener listener, DocumentLimits limits, CancellationToken cancellationToken)
{
    private const int MostCharacters = 8 << 20;
    private readonly List<string> _headings = [];
    private readonly ListCounters _lists = new(lists);
    private int _paragraphs;
    private bool _isEnough;

    /// <summary>How many tables have begun.</summary>
    public int Tables { get; private set; }

    /// <summary>Reads it all, or until the listener has enough.</summary>
    /// <exception cref="XmlException">It is damaged.</exception>
    /// <exception cref="UnreadableSourceException">Its elements are nested too deeply.</exception>
    public void Read()
    {
        while (!_isEnough && Next())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.WordName() == "body")
                ReadBlocks(cell: null);
        }
    }

    private bool Next()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!xml.Read())
            return false;
        if (xml.Depth > limits.MostXmlDepth)
            throw new UnreadableSourceException($"The document's elements are nested more than {limits.MostXmlDepth} deep, which no word processor does.");
        return true;
    }

    /// <summary>Reads the paragraphs and tables inside the element in hand: the body's, or a cell's into <paramref name="cell"/>.</summary>
    private void ReadBlocks(StringBuilder? cell)
    {
        if (xml.IsEmptyElement)
            return;
        var depth = xml.Depth;
        while (!_isEnough && Next() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            switch (xml.WordName())
            {
                case "p":
                    ReadParagraph(cell);
                    break;
                case "tbl":
                    ReadTable(cell);
                    break;
                default:
                    SkipOthers();
                    break;
            }
        }
    }

    /// <summary>Passes over what is no content; of everything else, such as content controls, the children come next by themselves.</summary>
    private void SkipOthers()
    {
        if (xml.LocalName == "Fallback" || xml.WordName() is "sectPr" or "pPrChange" or "del" or "moveFrom" or "tblPr" or "tblGrid" or "sdtPr")
            SkipElement();
    }

    /// <summary>Stands on the end of the element afterwards, so that the next read is what follows it.</summary>
    private void SkipElement()
    {
        if (xml.IsEmptyElement)
            return;
        var depth = xml.Depth;
        while (Next() && xml.Depth > depth)
        {
        }
    }

    private void ReadParagraph(StringBuilder? cell)
    {
        var text = new StringBuilder();
        var (style, level, list) = ReadRuns(text);
        // Those in cells, and empty ones, count too.
        var number = _lists.Next(list, style, isShown: cell is null && text.Length > 0);
        if (cell is not null)
        {
            AppendLine(cell, text.ToString());
            return;
        }
        _paragraphs++;
        if (text.Length == 0)
            return;
        if (level is { } own)
        {
            _headings.RemoveRange(Math.Min(own - 1, _headings.Count), Math.Max(0, _headings.Count - own + 1));
            while (_headings.Count < own - 1)
                _headings.Add("");
        }
        var path = string.Join(" > ", _headings.Where(heading => heading.Length > 0));
        _isEnough |= !listener.OnParagraph(new Paragraph(_paragraphs, style.Name, path, number, text.ToString()));
        if (level is not null)
            _headings.Add(text.ToString().ReplaceLineEndings(" "));
    }

    /// <summary>Reads a paragraph's text; its style, its heading level, and what it says of the list it is in.</summary>
    private (ParagraphStyle Style, int? Level, ListPlace List) ReadRuns(StringBuilder text)
    {
        string? styleId = null;
        int? level = null;
        ListPlace list = default;
        if (!xml.IsEmptyElement)
        {
            var depth = xml.Depth;
            while (Next() && xml.Depth > depth)
            {
                if (xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA)
                    continue;
                if (xml.NodeType != XmlNodeType.Element)
                    continue;
                switch (xml.WordName())
                {
                    case "pStyle":
                        styleId = xml.WordAttribute("val");
                        break;
                    case "outlineLvl":
                        level = ParagraphStyles.HeadingLevel(xml.WordAttribute("val"));
                        break;
                    case "ilvl":
                        list = list with { Level = ListDefinitions.Level(xml.WordAttribute("val")) };
                        break;
                    case "numId":
                        list = list with { Number = ListDefinitions.Integer(xml.WordAttribute("val")) };
                        break;
                    case "t":
                        ReadText(text);
                        break;
                    case "tab":
                        AppendTab(text);
                        break;
                    case "br" or "cr":
                        text.Append('\n');
                        break;
                    case "noBreakHyphen":
                        text.Append('-');
                        break;
                    case "txbxContent":
                        ReadBlocks(text);
                        break;
                    case "rPr" or "instrText":
                        SkipElement();
                        break;
                    default:
                        SkipOthers();
                        break;
                }
            }
        }
        var style = styles.Of(styleId);
        return (style, level ?? style.HeadingLevel, list);
    }

    // A tab's position among a paragraph's properties is an element of the same name.
    private void AppendTab(StringBuilder text)
    {
        if (xml.WordAttribute("pos") is null)
            text.Append('\t');
    }

    private void ReadText(StringBuilder text)
    {
        if (xml.IsEmptyElement)
            return;
        var depth = xml.Depth;
        while (Next() && xml.Depth > depth)
        {
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA)
                Append(text, xml.Value);
        }
    }

    /// <summary>Texts in tables within tables are held once a level; what is longer than any row that is read is not worth it.</summary>
    private static void Append(StringBuilder to, string text)
    {
        if (to.Length + text.Length > MostCharacters)
            throw new UnreadableSourceException($"A paragraph or cell of the document holds more than {MostCharacters:N0} characters. Split it.");
        to.Append(text);
    }

    private void ReadTable(StringBuilder? outer)
    {
        var table = ++Tables;
        if (xml.IsEmptyElement)
            return;
        var depth = xml.Depth;
        var row = 0;
        while (!_isEnough && Next() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.WordName() != "tr")
            {
                SkipOthers();
                continue;
            }
            var cells = ReadRow();
            _isEnough |= !listener.OnRow(table, ++row, cells);
            // In the cell around it a table is text: a line a row, its cells apart by tabs.
            if (outer is not null)
                AppendLine(outer, string.Join('\t', cells.Select(cell => cell.Text.ReplaceLineEndings(" "))));
        }
    }

    private List<TableCell> ReadRow()
    {
        var cells = new List<TableCell>();
        if (xml.IsEmptyElement)
            return cells;
        var depth = xml.Depth;
        var column = 0;
        while (!_isEnough && Next() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            switch (xml.WordName())
            {
                case "gridBefore":
                    column += Number(xml.WordAttribute("val"), 0);
                    break;
                case "tc":
                    cells.Add(ReadCell(column));
                    column += cells[^1].Span;
                    break;
                default:
                    SkipOthers();
                    break;
            }
        }
        return cells;
    }

    private TableCell ReadCell(int column)
    {
        var text = new StringBuilder();
        var (span, goesOn) = (1, false);
        if (!xml.IsEmptyElement)
        {
            var depth = xml.Depth;
            while (!_isEnough && Next() && xml.Depth > depth)
            {
                if (xml.NodeType != XmlNodeType.Element)
                    continue;
                switch (xml.WordName())
                {
                    case "gridSpan":
                        span = Math.Clamp(Number(xml.WordAttribute("val"), 1), 1, 1000);
                        break;
                    case "vMerge":
                        goesOn = xml.WordAttribute("val") is not "restart";
                        break;
                    case "p":
                        ReadParagraph(text);
                        break;
                    case "tbl":
                        ReadTable(text);
                        break;
                    default:
                        SkipOthers();
                        break;
                }
            }
        }
        return new TableCell(column, span, goesOn, text.ToString());
    }

    private static void AppendLine(StringBuilder cell, string text)
    {
        if (text.Length == 0)
            return;
        if (cell.Length > 0)
            cell.Append('\n');
        Append(cell, text);
    }

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1000 ? number : otherwise;
}
