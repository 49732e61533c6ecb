using System.Collections;

namespace Ingestion.Core.Profiling.Sketches;

/// <summary>A counted value; valid until the counts change.</summary>
/// <param name="values">Where it is counted.</param>
/// <param name="place">Its place there.</param>
internal readonly struct FrequentValue(FrequentValues values, int place)
{
    /// <summary>What it is known by.</summary>
    public ulong Hash => values.CountedAt(place).Hash;

    /// <summary>Its count.</summary>
    public long Rows => values.CountedAt(place).Rows;

    /// <summary>What it is, where numbers are counted.</summary>
    public long Number => values.NumberAt(place);

    /// <summary>What it is, where texts are counted.</summary>
    public ReadOnlySpan<byte> Text => values.TextAt(place);

    /// <summary>Whether it is more frequent than another value of the same column, or as frequent and smaller.</summary>
    public bool ComesBefore(in FrequentValue other)
    {
        var (rows, otherRows) = (Rows, other.Rows);
        if (rows != otherRows)
            return rows > otherRows;
        var (number, otherNumber) = (Number, other.Number);
        return number != otherNumber ? number < otherNumber : Text.SequenceCompareTo(other.Text) < 0;
    }
}

/// <summary>Goes through counted values one by one.</summary>
internal struct FrequentValueEnumerator(FrequentValues values) : IEnumerator<FrequentValue>
{
    private int _place = -1;

    public readonly FrequentValue Current => new(values, _place);

    readonly object IEnumerator.Current => Current;

    public bool MoveNext() => ++_place < values.Count;

    public void Reset() => _place = -1;

    public readonly void Dispose()
    {
    }
}
