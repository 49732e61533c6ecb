using Ingestion.Core.Documents;
using Ingestion.Core.Documents.Xml;

namespace Ingestion.Core.Xlsx;

/// <summary>
/// Reads the rows of a worksheet (ECMA-376 part 1, 18.3.1). Rows and cells without a value are not given; positions tell where they were.
/// </summary>
internal sealed partial class SheetReader
{
    private readonly Utf8XmlReader _xml;
    private readonly SheetRow _row;
    private readonly SheetRow _gap;
    private readonly CellValues _values;
    private readonly TextBuffer _text = new();
    private readonly bool _isHiddenSkipped;
    private bool[] _hiddenColumns = [];
    private int _column;
    private bool _isNumbered;
    private bool _areOthersHidden;

    /// <summary>Begins at the start of a sheet's part.</summary>
    public SheetReader(Utf8XmlReader xml, SharedStrings strings, CellStyles styles, DateSystem dates, DocumentOptions options)
    {
        _xml = xml;
        _row = new SheetRow(strings, options.Limits);
        _gap = new SheetRow(SharedStrings.None, options.Limits);
        _values = new CellValues(_row, strings, styles, dates);
        _isHiddenSkipped = options.SkipHidden;
    }

    /// <summary>The ranges that are filled, or, while they are collected, those found; null to do neither.</summary>
    public MergedCells? Merged { get; init; }

    /// <summary>Whether cells are read one by one only: the way that <see cref="FastCell"/> is compared to.</summary>
    public bool IsSlow { get; init; }

    /// <summary>How many columns there are cells in, empty ones counted.</summary>
    public int Columns { get; private set; }

    /// <summary>How many formulas have no value, because no spreadsheet program has calculated them.</summary>
    public int UncalculatedCells { get; private set; }

    /// <summary>Gives the rows to a sink, to the end of the part or until it takes no more.</summary>
    /// <exception cref="UnreadableSourceException">The part is damaged.</exception>
    public void Read(ITableSink sink)
    {
        while (_xml.Read() is var token && token != XmlToken.None)
        {
            if (token != XmlToken.Start)
                continue;
            if (_xml.Depth == 1)
            {
                if (!_xml.LocalName.SequenceEqual("worksheet"u8))
                    throw _xml.Damaged("it is no worksheet");
            }
            else if (_xml.LocalName.SequenceEqual("sheetData"u8))
            {
                if (!ReadRows(sink))
                    return;
            }
            else if (_isHiddenSkipped && _xml.LocalName.SequenceEqual("cols"u8))
                ReadColumns();
            else if (_isHiddenSkipped && _xml.LocalName.SequenceEqual("sheetFormatPr"u8))
                ReadFormat();
            else
                _xml.Skip();
        }
    }

    /// <summary>Reads what comes before the rows are: the merged ranges, and how far the cells reach.</summary>
    public MergedCells CollectMerged()
    {
        var merged = new MergedCells();
        while (_xml.Read() is var token && token != XmlToken.None)
        {
            if (token != XmlToken.Start || _xml.Depth == 1)
                continue;
            if (_xml.LocalName.SequenceEqual("sheetData"u8))
                ReadRows(NoSink.Instance);
            else if (_xml.LocalName.SequenceEqual("mergeCells"u8))
                merged.Read(_xml);
            else
                _xml.Skip();
        }
        merged.Columns = Columns;
        return merged;
    }

    /// <summary>Reads whether rows that are not in the sheet's XML are hidden. Those that are in it say so themselves.</summary>
    private void ReadFormat()
    {
        foreach (var attribute in _xml.Attributes)
        {
            if (attribute.Name.SequenceEqual("zeroHeight"u8))
                _areOthersHidden = attribute.IsTrue;
        }
        _xml.Skip();
    }

    private void ReadColumns()
    {
        var depth = _xml.Depth;
        _hiddenColumns = new bool[CellReference.MostColumns];
        while (_xml.Read() is var token && (token != XmlToken.End || _xml.Depth > depth))
        {
            if (token != XmlToken.Start)
                continue;
            int first = 0, last = 0;
            var isHidden = false;
            foreach (var attribute in _xml.Attributes)
            {
                if (attribute.Name.SequenceEqual("hidden"u8))
                    isHidden = attribute.IsTrue;
                else if (attribute.Name.SequenceEqual("min"u8))
                    first = CellReference.TryParseRow(attribute.Value, out var min) ? min : 0;
                else if (attribute.Name.SequenceEqual("max"u8))
                    last = CellReference.TryParseRow(attribute.Value, out var max) ? Math.Min(max, CellReference.MostColumns) : 0;
            }
            if (isHidden && first > 0 && first <= last)
                _hiddenColumns.AsSpan((first - 1)..last).Fill(true);
        }
    }

    /// <summary>Reads the rows inside the <c>sheetData</c> element that begins. False when the sink wants no more.</summary>
    private bool ReadRows(ITableSink sink)
    {
        var depth = _xml.Depth;
        while (_xml.Read() is var token && (token != XmlToken.End || _xml.Depth > depth))
        {
            if (token != XmlToken.Start)
                continue;
            if (!_xml.LocalName.SequenceEqual("row"u8))
                _xml.Skip();
            else if (!ReadRow(sink))
                return false;
        }
        return true;
    }

    private bool ReadRow(ITableSink sink)
    {
        var before = _row.Number;
        var isHidden = false;
        _isNumbered = false;
        _row.Begin(before + 1);
        foreach (var attribute in _xml.Attributes)
        {
            if (attribute.Name.SequenceEqual("r"u8))
            {
                if (!CellReference.TryParseRow(attribute.Value, out var number))
                    throw _xml.Damaged($"the row after row {before} has a number that is none");
                _row.Number = number;
                _isNumbered = true;
            }
            else if (_isHiddenSkipped && attribute.Name.SequenceEqual("hidden"u8))
                isHidden = attribute.IsTrue;
        }
        _column = -1;
        ReadCells();
        _row.Sort();
        return Merged is null
            ? isHidden || _row.GiveTo(sink, _hiddenColumns)
            : FillAndGive(sink, before, isHidden);
    }

    private void ReadCells()
    {
        var depth = _xml.Depth;
        while (true)
        {
            if (!IsSlow && FastCell(_xml.Buffered) is > 0 and var bytes)
            {
                _xml.Advance(bytes);
                continue;
            }
            var token = _xml.Read();
            if (token == XmlToken.End && _xml.Depth == depth)
                return;
            if (token != XmlToken.Start)
                continue;
            if (_xml.LocalName.SequenceEqual("c"u8))
                ReadCell();
            else
                _xml.Skip();
        }
    }

    private void ReadCell()
    {
        var depth = _xml.Depth;
        int column = _column + 1, rowNumber = 0, style = 0;
        var type = CellType.Number;
        foreach (var attribute in _xml.Attributes)
        {
            switch (attribute.Name)
            {
                case [(byte)'r']:
                    if (!CellReference.TryParse(attribute.Value, out column, out rowNumber))
                        throw _xml.Damaged($"a cell of row {_row.Number} has a reference that is none");
                    break;
                case [(byte)'s']:
                    style = ParseStyle(attribute.Value);
                    break;
                case [(byte)'t']:
                    type = CellTypes.Parse(attribute.Value);
                    break;
            }
        }
        Place(column, rowNumber);
        _text.Clear();
        bool hasFormula = false, hasValue = false;
        while (_xml.Read() is var token && (token != XmlToken.End || _xml.Depth > depth))
        {
            if (token != XmlToken.Start)
                continue;
            switch (_xml.LocalName)
            {
                case [(byte)'v']:
                    hasValue = true;
                    RichText.AppendRun(_xml, _text, isSpaceKept: true);
                    break;
                case [(byte)'i', (byte)'s']:
                    hasValue = true;
                    type = CellType.Inline;
                    RichText.Append(_xml, _text);
                    break;
                case [(byte)'f']:
                    hasFormula = true;
                    _xml.Skip();
                    break;
                default:
                    _xml.Skip();
                    break;
            }
        }
        if (hasValue)
            _values.Add(column, type, style, _text.Text, _xml);
        else if (hasFormula)
            UncalculatedCells++;
    }

    /// <summary>Notes where a cell stands. A row without a number has that of its first cell that has one.</summary>
    private void Place(int column, int rowNumber)
    {
        if (column >= CellReference.MostColumns)
            throw _xml.Damaged($"row {_row.Number} goes on behind the last column, XFD");
        if (!_isNumbered && rowNumber > _row.Number)
            _row.Number = rowNumber;
        _isNumbered |= rowNumber > 0;
        if (_row.Number > CellReference.MostRows)
            throw _xml.Damaged($"it has more than {CellReference.MostRows:N0} rows");
        _column = column;
        Columns = Math.Max(Columns, column + 1);
    }

    /// <summary>A style's number; one that is none is the first style, as in Excel.</summary>
    private static int ParseStyle(ReadOnlySpan<byte> text)
    {
        var style = 0;
        foreach (var digit in text)
        {
            if ((uint)(digit - '0') > 9 || style > 99_999_999)
                return 0;
            style = (style * 10) + digit - '0';
        }
        return style;
    }

    /// <summary>Fills the row, and before it those rows of merged ranges that are not in the sheet at all.</summary>
    private bool FillAndGive(ITableSink sink, int before, bool isHidden)
    {
        for (var number = before + 1; number < _row.Number && number <= Merged!.LastRow && !_areOthersHidden; number++)
        {
            _gap.Begin(number);
            Merged.Fill(_gap);
            if (!_gap.GiveTo(sink, _hiddenColumns))
                return false;
        }
        Merged!.Fill(_row);
        return isHidden || _row.GiveTo(sink, _hiddenColumns);
    }

    /// <summary>Takes rows that only have to be read.</summary>
    private sealed class NoSink : ITableSink
    {
        public static readonly NoSink Instance = new();

        public void BeginRow(RowPosition position)
        {
        }

        public void Cell(int column, ReadOnlySpan<byte> text, CellKind kind)
        {
        }

        public bool EndRow() => true;
    }
}
