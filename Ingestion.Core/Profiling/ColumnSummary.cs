using Ingestion.Core.Profiling.Sketches;
using Ingestion.Core.Rejects;

namespace Ingestion.Core.Profiling;

/// <summary>
/// All that is known of a column's values. At first their counts alone: everything else follows from the different values and how often
/// each comes. Once there are too many it is spilled: from then on every value is added to sums and sketches as well.
/// </summary>
/// <remarks>
/// Exact parts do not depend on how rows were divided among summaries; whether counts are exact depends only on how many different
/// values there are, and then quantiles, top values and patterns follow from the counts and are exact too.
/// </remarks>
internal sealed partial class ColumnSummary
{
    /// <summary>One of so many rows gives a pattern once there are too many values to give each its own.</summary>
    public const int PatternSampling = 32;

    private const int MostPatterns = 256;
    private const int MostTexts = 256;
    private const int MostExampleBytes = 63;

    private readonly FirstByte[] _firstBytes = FirstBytes.Table;
    private readonly int _precision;
    private HyperLogLog? _distinct;
    private QuantileSketch? _quantiles;

    public ColumnSummary(ProfiledColumn column, ProfileBounds bounds)
    {
        Column = column;
        _precision = bounds.DistinctPrecision;
        Values = new FrequentValues(bounds.CountedValues);
        if (column.IsNumber)
            Moments = column.IsDouble ? new DoubleMoments() : new LongMoments(column.Spec.Scale);
    }

    public ProfiledColumn Column { get; }

    /// <summary>Rows with a value.</summary>
    public long Count { get; set; }

    /// <summary>Rows without one.</summary>
    public long Nulls { get; set; }

    /// <summary>Rows whose value does not fit the type.</summary>
    public long Misfits { get; private set; }

    /// <summary>The values that fit, counted.</summary>
    public FrequentValues Values { get; }

    /// <summary>Texts that do not fit the type.</summary>
    public FrequentValues MisfitTexts { get; } = new(MostTexts);

    /// <summary>Values that read like "no value".</summary>
    public FrequentValues NullLike { get; } = new(MostTexts);

    /// <summary>Null tokens of the recipe.</summary>
    public FrequentValues Applied { get; } = new(MostTexts);

    /// <summary>A NUL stands between the pattern, by whose hash it is known, and an example.</summary>
    public FrequentValues Patterns { get; } = new(MostPatterns, hasOwnHashes: true);

    public TextFacts Facts { get; } = new();

    public TextKinds Kinds { get; } = new();

    /// <summary>The ranks of numbers, once it is spilled.</summary>
    public QuantileSketch Quantiles => _quantiles ??= new QuantileSketch();

    /// <summary>Null where values are no numbers.</summary>
    public Moments? Moments { get; }

    /// <summary>The smallest number; <see cref="long.MaxValue"/> of none.</summary>
    public long Min { get; private set; } = long.MaxValue;

    /// <summary>The largest number; <see cref="long.MinValue"/> of none.</summary>
    public long Max { get; private set; } = long.MinValue;

    /// <summary>Whether sums and sketches know every value, and not only <see cref="Values"/>.</summary>
    public bool IsSpilled { get; private set; }

    /// <summary>The different values, once it is spilled.</summary>
    public HyperLogLog Distinct => _distinct ??= new HyperLogLog(_precision);

    /// <summary>Whether patterns come from a sample of the rows.</summary>
    public bool PatternsAreSampled { get; set; }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        (Count, Nulls, Misfits, Min, Max, IsSpilled, PatternsAreSampled) = (0, 0, 0, long.MaxValue, long.MinValue, false, false);
        foreach (var values in (ReadOnlySpan<FrequentValues>)[Values, MisfitTexts, NullLike, Applied, Patterns])
            values.Clear();
        Facts.Clear();
        Kinds.Clear();
        _quantiles?.Clear();
        Moments?.Clear();
        _distinct?.Clear();
    }

    /// <summary>Gives back the memory of what was counted; it is used no more before <see cref="Clear"/>.</summary>
    public void Release()
    {
        foreach (var values in (ReadOnlySpan<FrequentValues>)[Values, MisfitTexts, NullLike, Applied, Patterns])
            values.Release();
    }

    /// <summary>Tells sums and sketches of every value counted so far.</summary>
    public void Spill()
    {
        if (IsSpilled)
            return;
        AddCounted();
        // What sketches keep depends on the order, which is that in which values came.
        foreach (var value in Values)
        {
            Distinct.Add(value.Hash);
            if (Column.IsText)
                AddPattern(value.Text, value.Rows);
            else
                Quantiles.Add(value.Number, value.Rows);
        }
    }

    /// <summary>Tells the sums of every value counted so far: all that is needed where nothing more will come. Nothing may be merged then.</summary>
    public void Complete()
    {
        if (!IsSpilled)
            AddCounted();
    }

    /// <summary>Adds a text to all but the counts and the patterns.</summary>
    public void AddText(ReadOnlySpan<byte> text, long rows)
    {
        Facts.AddLength(TextFacts.CharactersOf(text));
        Facts.AddOrder(text);
        // Nearly every text is none of all that is looked for, and its first and last byte tell.
        var first = _firstBytes[text[0]];
        if (text[^1] <= ' ' || (first != FirstByte.Ordinary && (first == FirstByte.Special || text.Length <= FirstBytes.LongestWord)))
            AddSpecialText(text, rows);
    }

    /// <summary>Adds a batch of numbers to all but the counts.</summary>
    public void AddNumbers(ReadOnlySpan<long> numbers)
    {
        var (min, max, distinct) = (Min, Max, Distinct);
        foreach (var number in numbers)
        {
            min = Math.Min(min, number);
            max = Math.Max(max, number);
            distinct.Add(HashMix.Of((ulong)number));
        }
        (Min, Max) = (min, max);
        Moments?.Add(numbers);
        Quantiles.Add(numbers);
    }

    /// <summary>Adds rows of a number to all but the counts.</summary>
    public void AddNumber(long number, long rows)
    {
        AddToSums(number, rows);
        Distinct.Add(HashMix.Of((ulong)number));
        Quantiles.Add(number, rows);
    }

    /// <summary>Adds rows of a text to the patterns.</summary>
    public void AddPattern(ReadOnlySpan<byte> text, long rows)
    {
        Span<byte> pattern = stackalloc byte[(4 * CharacterPatterns.LongestPattern) + 1 + MostExampleBytes];
        var length = CharacterPatterns.Write(text[..Math.Min(text.Length, FrequentValues.MostTextBytes)], pattern);
        var hash = TextHash.Of(pattern[..length]);
        pattern[length] = 0;
        var example = text.Length <= MostExampleBytes ? text : text[..RejectBuffer.CharacterBorder(text, MostExampleBytes)];
        example.CopyTo(pattern[(length + 1)..]);
        Patterns.Add(hash, pattern[..(length + 1 + example.Length)], rows);
    }

    /// <summary>Adds a value that does not fit the type.</summary>
    public void AddMisfit(ReadOnlySpan<byte> text)
    {
        Misfits++;
        var hash = TextHash.Of(text);
        MisfitTexts.Add(hash, text);
        if (NullLikeTexts.Contain(text))
            NullLike.Add(hash, text);
    }

    /// <summary>Adds what another one knows, which comes later in the source and is not to be used any more.</summary>
    public void Merge(ColumnSummary other)
    {
        if (other.IsSpilled || !Values.HasRoomFor(other.Values))
            Spill();
        if (IsSpilled)
        {
            other.Spill();
            Distinct.Merge(other.Distinct);
            if (!Column.IsText)
                MergeNumbers(other);
        }
        Count += other.Count;
        Nulls += other.Nulls;
        Misfits += other.Misfits;
        PatternsAreSampled |= other.PatternsAreSampled;
        Values.Merge(other.Values);
        MisfitTexts.Merge(other.MisfitTexts);
        NullLike.Merge(other.NullLike);
        Applied.Merge(other.Applied);
        Patterns.Merge(other.Patterns);
        Facts.Merge(other.Facts);
        Kinds.Merge(other.Kinds);
    }

    private void MergeNumbers(ColumnSummary other)
    {
        Quantiles.Merge(other.Quantiles);
        Moments?.Merge(other.Moments!);
        Min = Math.Min(Min, other.Min);
        Max = Math.Max(Max, other.Max);
    }

    private void AddSpecialText(ReadOnlySpan<byte> text, long rows)
    {
        Facts.AddSpecial(text, rows);
        Kinds.Add(text, rows);
        if (NullLikeTexts.Contain(text))
            NullLike.Add(TextHash.Of(text), text, rows);
    }

    private void AddCounted()
    {
        IsSpilled = true;
        foreach (var value in Values)
        {
            if (!Column.IsText)
                AddToSums(value.Number, value.Rows);
            else if (value.Text.Length <= FrequentValues.MostTextBytes)
                AddText(value.Text, value.Rows);
        }
    }

    private void AddToSums(long number, long rows)
    {
        Min = Math.Min(Min, number);
        Max = Math.Max(Max, number);
        Moments?.Add(number, rows);
    }
}
