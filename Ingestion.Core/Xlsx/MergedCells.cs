using Ingestion.Core.Documents.Xml;

namespace Ingestion.Core.Xlsx;

/// <summary>
/// Fills merged ranges: each of their cells gets the value of the first, as far down and to the right as the sheet has cells. The ranges
/// stand behind the cells in a sheet's XML, so a first pass collects them.
/// </summary>
internal sealed class MergedCells
{
    private const int MostRanges = 1_000_000;
    private const long MostFilledCells = 20_000_000;

    private readonly List<MergedRange> _ranges = [];
    private readonly int[] _bottom = new int[CellReference.MostColumns];
    private readonly MergedValue?[] _values = new MergedValue?[CellReference.MostColumns];
    private readonly bool[] _taken = new bool[CellReference.MostColumns];
    private readonly List<int> _open = [];
    private readonly List<int> _free = [];
    private int _next;
    private long _filled;

    private readonly record struct MergedRange(int Top, int Left, int Bottom, int Right);

    /// <summary>How many columns the sheet has cells in.</summary>
    public int Columns { get; set; }

    /// <summary>The last row that a range with a value reaches, so far.</summary>
    public int LastRow { get; private set; }

    /// <summary>Reads the ranges inside the <c>mergeCells</c> element that begins.</summary>
    public void Read(Utf8XmlReader xml)
    {
        var depth = xml.Depth;
        while (xml.Read() is var token && (token != XmlToken.End || xml.Depth > depth))
        {
            if (token != XmlToken.Start)
                continue;
            foreach (var attribute in xml.Attributes)
            {
                if (attribute.Name.SequenceEqual("ref"u8))
                    Add(attribute.Value, xml);
            }
        }
        _ranges.Sort((one, other) => one.Top.CompareTo(other.Top));
    }

    /// <summary>Adds to a sorted row what ranges put into it. Rows come in ascending order.</summary>
    public void Fill(SheetRow row)
    {
        _open.RemoveAll(column => _bottom[column] < row.Number);
        for (; _next < _ranges.Count && _ranges[_next].Top <= row.Number; _next++)
        {
            if (_ranges[_next].Top == row.Number)
                Open(_ranges[_next], row);
        }
        if (_open.Count == 0)
            return;
        row.Mark(_taken, true);
        _free.Clear();
        _free.AddRange(_open.Where(column => !_taken[column]));
        row.Mark(_taken, false);
        foreach (var column in _free)
        {
            if (++_filled > MostFilledCells)
                throw new UnreadableSourceException($"The sheet's merged cells would fill more than {MostFilledCells:N0} cells. Read it without filling them.");
            row.Add(column, _values[column]!.Text, _values[column]!.Kind);
        }
        row.Sort();
    }

    private void Open(MergedRange range, SheetRow row)
    {
        if (row.Find(range.Left) is not { } value)
            return;
        for (var column = range.Left; column <= range.Right && column < Columns; column++)
        {
            // Ranges that overlap are an error: the one above keeps its cells.
            if (_bottom[column] >= row.Number)
                continue;
            _bottom[column] = range.Bottom;
            _values[column] = value;
            _open.Add(column);
        }
        LastRow = Math.Max(LastRow, range.Bottom);
    }

    private void Add(ReadOnlySpan<byte> reference, Utf8XmlReader xml)
    {
        var colon = reference.IndexOf((byte)':');
        if (colon < 0)
            return;
        if (!CellReference.TryParse(reference[..colon], out var left, out var top) || !CellReference.TryParse(reference[(colon + 1)..], out var right, out var bottom))
            throw xml.Damaged("a merged range is none");
        if (_ranges.Count == MostRanges)
            throw new UnreadableSourceException($"The sheet holds more than {MostRanges:N0} merged ranges. Read it without filling them.");
        _ranges.Add(new MergedRange(Math.Min(top, bottom), Math.Min(left, right), Math.Max(top, bottom), Math.Max(left, right)));
    }
}
