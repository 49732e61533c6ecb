using System.Globalization;
using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Columns;

namespace Ingestion.Core.Inference;

/// <summary>
/// Finds the narrowest type that every sampled value of a column fits without losing a character that matters:
/// <c>007</c>, <c>+5</c> and <c>1,000</c> stay TEXT, an integer beyond 64 bits becomes an exact DECIMAL.
/// </summary>
/// <remarks>A comma before decimals counts where <see cref="DecimalMark"/> allows it: where no value could not have it between thousands, it is doubtful.</remarks>
internal sealed class ColumnInference
{
    // Day-first and month-first stand beside each other: a column that fits both is ambiguous.
    private static readonly string[] DayPatterns = ["yyyy/MM/dd", "yyyy.MM.dd", "dd/MM/yyyy", "MM/dd/yyyy", "dd-MM-yyyy", "MM-dd-yyyy", "dd.MM.yyyy"];
    private static readonly string[] TimeSuffixes = [" HH:mm:ss", " HH:mm", " hh:mm:ss tt"];

    private static readonly CandidateType[] Types =
    [
        new(ColumnType.Boolean, null, (text, shape) => IsBoolean(text)),
        new(ColumnType.Integer, null, (text, shape) => shape is { IsCanonical: true, Scale: 0, IsScientific: false } && Utf8Values.TryInteger(text, out _)),
        new(ColumnType.Decimal, null, (text, shape) => IsDecimal(shape), DecimalMark.Point),
        new(ColumnType.Double, null, (text, shape) => IsDouble(shape) && (!shape.IsScientific || Utf8Values.TryDouble(text, out _)), DecimalMark.Point),
        new(ColumnType.Decimal, null, (text, shape) => IsDecimal(shape), DecimalMark.Comma),
        new(ColumnType.Double, null, (text, shape) => IsDouble(shape) && (!shape.IsScientific || default(CommaReader<DoubleReader, double>).TryRead(text, out _)), DecimalMark.Comma),
        new(ColumnType.Date, null, (text, shape) => CivilCalendar.TryIsoDate(text, out _)),
        new(ColumnType.Timestamp, null, (text, shape) => CivilCalendar.TryIsoTimestamp(text, zoned: false, out _)),
        new(ColumnType.Timestamp, ColumnFormat.IsoZoned, (text, shape) => CivilCalendar.TryIsoTimestamp(text, zoned: true, out _)),
        .. DayPatterns.Select(pattern => OfPattern(ColumnType.Date, pattern)),
        .. DayPatterns.SelectMany(day => TimeSuffixes.Select(time => OfPattern(ColumnType.Timestamp, day + time))),
    ];

    private readonly DecimalMark _mark;
    private readonly Candidate[] _candidates;
    private readonly List<Candidate> _alive;
    private readonly NumberSizes _points = new();
    private readonly NumberSizes _commas = new();

    // Whether a type is still looked at that cares how a number is written.
    private bool _mayBeNumbers = true;
    private long _values;
    private long _nulls;

    public ColumnInference(DecimalMark mark = DecimalMark.Point)
    {
        _mark = mark;
        _candidates = [.. Types.Where(type => type.Mark == DecimalMark.Either || mark == DecimalMark.Either || type.Mark == mark).Select(type => new Candidate(type))];
        _alive = [.. _candidates];
    }

    /// <summary>Values that were not empty.</summary>
    public long Values => _values;

    /// <summary>Values with a comma before decimals.</summary>
    public long CommaValues => _commas.WithDecimals;

    /// <summary>Whether every value is a number, with commas that could not stand between thousands.</summary>
    public bool ProvesComma => _commas.IsProven && Fitting is { Mark: DecimalMark.Comma };

    private Candidate? Fitting => _values == 0 ? null : Array.Find(_candidates, candidate => candidate.Fits == _values);

    /// <summary>Looks at one more value.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            _nulls++;
            return;
        }
        _values++;
        var (point, comma) = _mayBeNumbers ? ShapesOf(text) : default;
        for (var i = _alive.Count - 1; i >= 0; i--)
        {
            _alive[i].Add(text, _alive[i].Mark == DecimalMark.Comma ? comma : point);
            if (!_alive[i].IsHopeless)
                continue;
            _alive.RemoveAt(i);
            _mayBeNumbers = _alive.Exists(candidate => candidate.IsNumber);
        }
    }

    private (NumberShape Point, NumberShape Comma) ShapesOf(ReadOnlySpan<byte> text)
    {
        var point = NumberShape.Of(text);
        var comma = _mark == DecimalMark.Point ? point : NumberShape.Of(text, (byte)',');
        _points.Add(point);
        _commas.Add(comma);
        return (point, comma);
    }

    /// <summary>The type, its format and why.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="hasCommas">Whether other columns of the source prove commas before decimals.</param>
    public SourceColumn Conclude(string name, bool hasCommas = false)
    {
        var separator = _mark == DecimalMark.Comma || hasCommas ? "," : null;
        if (_values == 0)
            return Text(_nulls == 0 ? "There are no rows to look at." : $"All {Number(_nulls)} sampled values are empty.");
        var fitting = Array.FindAll(_candidates, candidate => candidate.Fits == _values);
        if (fitting.Length == 0)
            return Text(NearMiss());
        var best = fitting[0];
        if (best.Type is ColumnType.Date or ColumnType.Timestamp && best.Format is not null && fitting.Length > 1)
            return Text($"All {Number(_values)} sampled values fit both {best.Format} and {fitting[1].Format}; say in the mapping which it is.");
        if (_mark == DecimalMark.Either && best.Mark == DecimalMark.Comma && !hasCommas && !_commas.IsProven)
            return Text($"All {Number(_values)} sampled values could have the comma between thousands or before decimals; source.decimalSeparator or PARSE_NUMBER says which.");
        if (hasCommas && best.Mark == DecimalMark.Point && !_points.IsProven && _points.WithDecimals > 0)
            return Text($"All {Number(_values)} sampled values could have the point between thousands, since other columns have a comma before decimals; PARSE_NUMBER says which it is.");
        var format = best.Type == ColumnType.Decimal ? (best.Mark == DecimalMark.Comma ? _commas : _points).DecimalFormat() : best.Format;
        var commas = best.Mark == DecimalMark.Comma && _commas.WithDecimals > 0 ? $", {Number(_commas.WithDecimals)} with a comma before decimals" : "";
        return new SourceColumn(name, best.Type, format,
            $"All {Number(_values)} sampled values are {Upper(best.Type)}{(format is null ? "" : $" ({format})")}{commas}{(_nulls > 0 ? $", {Number(_nulls)} are empty" : "")}.",
            best.Mark switch { DecimalMark.Comma => ",", DecimalMark.Point when _points.WithDecimals > 0 => null, _ => separator });

        SourceColumn Text(string why) => new(name, ColumnType.Text, null, why, separator);
    }

    /// <summary>Whether a text would fit the type this column is concluded to have; every text fits TEXT.</summary>
    public bool Fits(ReadOnlySpan<byte> text) =>
        Fitting is not { } best || best.Test(text, NumberShape.Of(text, best.Mark == DecimalMark.Comma ? (byte)',' : (byte)'.'));

    private string NearMiss()
    {
        var nearest = _candidates.MaxBy(candidate => candidate.Fits)!;
        return nearest.Fits * 2 < _values
            ? $"{Number(_values)} sampled values fit no narrower type."
            : $"{Number(nearest.Fits)} of {Number(_values)} sampled values are {Upper(nearest.Type)}{(nearest.Mark == DecimalMark.Comma ? " with a decimal comma" : "")}, but not '{nearest.FirstMiss}'.";
    }

    private static bool IsDecimal(NumberShape shape) => shape is { IsCanonical: true, IsScientific: false, Digits: <= ColumnSpec.MaxPrecision };

    private static bool IsDouble(NumberShape shape) => shape is { IsCanonical: true, Digits: <= 15 };

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

    /// <param name="Type">What values would be.</param>
    /// <param name="Format">How they would be written.</param>
    /// <param name="Test">Whether one is.</param>
    /// <param name="Mark">What stands before decimals; <see cref="DecimalMark.Either"/> where there are none.</param>
    private sealed record CandidateType(ColumnType Type, string? Format, Test Test, DecimalMark Mark = DecimalMark.Either);

    private sealed class Candidate(CandidateType type)
    {
        // One that misses this often, and more often than it fits, is not looked at any more.
        private const int MostMisses = 16;
        private int _misses;

        public ColumnType Type => type.Type;

        public string? Format => type.Format;

        public Test Test => type.Test;

        public DecimalMark Mark => type.Mark;

        public bool IsNumber => type.Type is ColumnType.Integer or ColumnType.Decimal or ColumnType.Double;

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
