using System.Globalization;
using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Columns;

namespace Ingestion.Core.Inference;

/// <summary>
/// Finds the narrowest type that every sampled value of a column fits without losing a character that matters:
/// <c>007</c>, <c>+5</c> and <c>1,000</c> stay TEXT, an integer beyond 64 bits becomes an exact DECIMAL.
/// </summary>
internal sealed class ColumnInference
{
    // Day-first and month-first stand beside each other: a column that fits both is ambiguous.
    private static readonly string[] DayPatterns = ["yyyy/MM/dd", "yyyy.MM.dd", "dd/MM/yyyy", "MM/dd/yyyy", "dd-MM-yyyy", "MM-dd-yyyy", "dd.MM.yyyy"];
    private static readonly string[] TimeSuffixes = [" HH:mm:ss", " HH:mm", " hh:mm:ss tt"];

    private static readonly CandidateType[] Types =
    [
        new(ColumnType.Boolean, null, (text, shape) => IsBoolean(text)),
        new(ColumnType.Integer, null, (text, shape) => shape is { IsCanonical: true, Scale: 0, IsScientific: false } && Utf8Values.TryInteger(text, out _)),
        new(ColumnType.Decimal, null, (text, shape) => shape is { IsCanonical: true, IsScientific: false, Digits: <= ColumnSpec.MaxPrecision }),
        new(ColumnType.Double, null, (text, shape) => shape is { IsCanonical: true, Digits: <= 15 } && (!shape.IsScientific || Utf8Values.TryDouble(text, out _))),
        new(ColumnType.Date, null, (text, shape) => CivilCalendar.TryIsoDate(text, out _)),
        new(ColumnType.Timestamp, null, (text, shape) => CivilCalendar.TryIsoTimestamp(text, zoned: false, out _)),
        new(ColumnType.Timestamp, ColumnFormat.IsoZoned, (text, shape) => CivilCalendar.TryIsoTimestamp(text, zoned: true, out _)),
        .. DayPatterns.Select(pattern => OfPattern(ColumnType.Date, pattern)),
        .. DayPatterns.SelectMany(day => TimeSuffixes.Select(time => OfPattern(ColumnType.Timestamp, day + time))),
    ];

    private readonly Candidate[] _candidates = [.. Types.Select(type => new Candidate(type))];
    private readonly List<Candidate> _alive;

    private long _values;
    private long _nulls;
    private int _maxScale;
    private int _maxWholeDigits;

    public ColumnInference() => _alive = [.. _candidates];

    /// <summary>Values that were not empty.</summary>
    public long Values => _values;

    /// <summary>Looks at one more value.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            _nulls++;
            return;
        }
        _values++;
        var shape = NumberShape.Of(Utf8Values.Trim(text));
        if (shape.IsCanonical)
        {
            _maxScale = Math.Max(_maxScale, shape.Scale);
            _maxWholeDigits = Math.Max(_maxWholeDigits, shape.Digits - shape.Scale);
        }
        for (var i = _alive.Count - 1; i >= 0; i--)
        {
            _alive[i].Add(text, shape);
            if (_alive[i].IsHopeless)
                _alive.RemoveAt(i);
        }
    }

    /// <summary>The type, its format and why.</summary>
    public SourceColumn Conclude(string name)
    {
        var fitting = Array.FindAll(_candidates, candidate => candidate.Fits == _values);
        if (_values == 0)
            return new SourceColumn(name, ColumnType.Text, null, _nulls == 0 ? "There are no rows to look at." : $"All {Number(_nulls)} sampled values are empty.");
        if (fitting.Length == 0)
            return new SourceColumn(name, ColumnType.Text, null, NearMiss());
        var best = fitting[0];
        if (best.Type is ColumnType.Date or ColumnType.Timestamp && best.Format is not null && fitting.Length > 1)
            return new SourceColumn(name, ColumnType.Text, null, $"All {Number(_values)} sampled values fit both {best.Format} and {fitting[1].Format}; say in the mapping which it is.");
        var format = best.Type == ColumnType.Decimal ? DecimalFormat() : best.Format;
        return new SourceColumn(name, best.Type, format,
            $"All {Number(_values)} sampled values are {Upper(best.Type)}{(format is null ? "" : $" ({format})")}{(_nulls > 0 ? $", {Number(_nulls)} are empty" : "")}.");
    }

    /// <summary>Whether a text would fit the type this column is concluded to have; every text fits TEXT.</summary>
    public bool Fits(ReadOnlySpan<byte> text)
    {
        foreach (var candidate in _candidates)
        {
            if (_values > 0 && candidate.Fits == _values)
                return candidate.Test(text, NumberShape.Of(text));
        }
        return true;
    }

    private string DecimalFormat()
    {
        // Room for numbers a thousand times as large as those seen keeps most columns in 64 bits.
        var precision = _maxWholeDigits + 3 + _maxScale <= ColumnSpec.NarrowPrecision ? ColumnSpec.NarrowPrecision : ColumnSpec.MaxPrecision;
        return ColumnFormat.Decimal(precision, _maxScale);
    }

    private string NearMiss()
    {
        var nearest = _candidates.MaxBy(candidate => candidate.Fits)!;
        return nearest.Fits * 2 < _values
            ? $"{Number(_values)} sampled values fit no narrower type."
            : $"{Number(nearest.Fits)} of {Number(_values)} sampled values are {Upper(nearest.Type)}, but not '{nearest.FirstMiss}'.";
    }

    private static bool IsBoolean(ReadOnlySpan<byte> text)
    {
        text = Utf8Values.Trim(text);
        return text.Length is 4 or 5 && Utf8Values.TryBoolean(text, out _);
    }

    private static CandidateType OfPattern(ColumnType type, string text)
    {
        DatePattern.TryCreate(text, out var pattern, out _);
        return new CandidateType(type, text, (value, shape) => pattern!.TryParse(value, out _));
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Upper(ColumnType type) => type.ToString().ToUpperInvariant();

    private delegate bool Test(ReadOnlySpan<byte> text, NumberShape shape);

    private sealed record CandidateType(ColumnType Type, string? Format, Test Test);

    private sealed class Candidate(CandidateType type)
    {
        // One that misses this often, and more often than it fits, is not looked at any more.
        private const int MostMisses = 16;
        private int _misses;

        public ColumnType Type => type.Type;

        public string? Format => type.Format;

        public Test Test => type.Test;

        public long Fits { get; private set; }

        public bool IsHopeless => _misses >= MostMisses && _misses > Fits;

        public string? FirstMiss { get; private set; }

        public void Add(ReadOnlySpan<byte> text, NumberShape shape)
        {
            if (type.Test(text, shape))
                Fits++;
            else if (_misses++ == 0)
                FirstMiss = Encoding.UTF8.GetString(text.Length > 40 ? text[..40] : text);
        }
    }
}
