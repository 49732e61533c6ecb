namespace Ingestion.Core.Records;

/// <summary>
/// What fixes carry from row to row, and so from batch to batch: the last value of each that fills from the row before. Before the first row
/// there is none. Whoever begins in the middle of a source does not know them, and learns them from the rows that have values.
/// </summary>
/// <param name="count">How many such fixes there are.</param>
internal sealed class CarriedValues(int count)
{
    private readonly byte[]?[] _values = new byte[]?[count];
    private readonly bool[] _known = new bool[count];

    /// <summary>
    /// The first row of the batch in which what the fixes applied so far have filled is what they fill in a run from the first row. A value
    /// before it may be made of one that is not known yet, so that nothing is learnt from it.
    /// </summary>
    public int ExactFrom { get; private set; }

    /// <summary>A copy of all of them, null for those of which there is none so far; null as long as some are not known.</summary>
    public byte[]?[]? Known => Array.TrueForAll(_known, known => known) ? [.. _values] : null;

    /// <summary>A fix's last value; null where there is none or it is not known.</summary>
    public byte[]? this[int carry] => _values[carry];

    /// <summary>Begins a range of the source behind these values; null where they are not known.</summary>
    public void Begin(byte[]?[]? values)
    {
        for (var i = 0; i < count; i++)
            _values[i] = values?[i];
        _known.AsSpan().Fill(values is not null);
        ExactFrom = 0;
    }

    /// <summary>Begins a batch of the range.</summary>
    public void BeginBatch() => ExactFrom = 0;

    /// <summary>Takes a fix's last value of a batch of so many rows, and the first row with an exact one.</summary>
    public void Take(int carry, ReadOnlySpan<byte> last, int firstExact, int rows)
    {
        if (!last.IsEmpty && !last.SequenceEqual(_values[carry]))
            _values[carry] = last.ToArray();
        if (_known[carry])
            return;
        _known[carry] = firstExact < rows;
        ExactFrom = firstExact;
    }
}
