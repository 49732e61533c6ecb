using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ingestion.Core.Records;
using Ingestion.Core.Results.Parquet.Writing;

namespace Ingestion.Core.Columns;

/// <summary>A column whose values all have the same size.</summary>
/// <typeparam name="TValue">How a slot holds a value.</typeparam>
internal abstract class FixedColumnBuffer<TValue>(ColumnSpec spec) : ColumnBuffer(spec)
    where TValue : unmanaged
{
    private TValue[] _values = [];

    /// <summary>The values by slot; a null slot's is anything.</summary>
    public TValue[] Values => _values;

    /// <inheritdoc/>
    public override void Reserve(int capacity)
    {
        base.Reserve(capacity);
        Pooled.Grow(ref _values, _values.Length, capacity);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        Pooled.Return(ref _values);
    }

    /// <inheritdoc/>
    public override void WriteParquet(RowGroupWriter group, ReadOnlySpan<int> slots)
    {
        var present = ArrayPool<bool>.Shared.Rent(slots.Length);
        var values = ArrayPool<TValue>.Shared.Rent(slots.Length);
        var count = Gather(slots, _values, present, values);
        WriteParquet(group, present.AsSpan(0, slots.Length), values.AsSpan(0, count));
        ArrayPool<TValue>.Shared.Return(values);
        ArrayPool<bool>.Shared.Return(present);
    }

    /// <summary>Reads a batch with a reader of the column's values. One method a type: nothing is called through a table for a cell.</summary>
    protected void Read<TReader>(in ColumnCells cells, RowList misfits, TReader reader)
        where TReader : struct, IValueReader<TValue>
    {
        var values = _values.AsSpan(cells.FirstSlot, cells.Count);
        var present = Present.AsSpan(cells.FirstSlot, cells.Count);
        var given = cells.Given[..values.Length];
        ref var bytes = ref cells.Bytes;
        ref var range = ref cells.FirstRange;
        ref var next = ref MemoryMarshal.GetReference(misfits.Next);
        var count = 0;
        for (var row = 0; row < values.Length; row++)
        {
            var fits = given[row] && reader.TryReadField(ref Unsafe.Add(ref bytes, range.Start), range.Length, out values[row]);
            present[row] = fits;
            Unsafe.Add(ref next, count) = row;
            count += fits == given[row] ? 0 : 1;
            range = ref Unsafe.Add(ref range, cells.Stride);
        }
        misfits.Take(count);
    }

    /// <summary>Sets a slot with a reader of the column's values.</summary>
    protected bool TrySet<TReader>(int slot, ReadOnlySpan<byte> text, TReader reader)
        where TReader : struct, IValueReader<TValue> => Present[slot] = reader.TryRead(text, out _values[slot]);

    /// <summary>Writes a Parquet column: for each row whether it has a value, and those that are there.</summary>
    protected abstract void WriteParquet(RowGroupWriter group, ReadOnlySpan<bool> present, ReadOnlySpan<TValue> values);

    /// <inheritdoc/>
    protected override void AppendValue(int slot, ref KeyBytes key) =>
        key.Append(MemoryMarshal.AsBytes(_values.AsSpan(slot, 1)));
}

/// <summary>Reads values of one type from text.</summary>
/// <typeparam name="TValue">What it makes of one.</typeparam>
internal interface IValueReader<TValue>
{
    /// <summary>False when the text does not fit the type exactly; the value does not matter then.</summary>
    bool TryRead(ReadOnlySpan<byte> text, out TValue value);

    /// <summary>The same for a field of <see cref="RecordBytes"/>, behind which <see cref="RecordBytes.PaddingBytes"/> more can be read.</summary>
    bool TryReadField(ref byte start, int length, out TValue value);
}

/// <summary>A column whose values are ordered as 64-bit integers: all that RANGE needs to know of most types.</summary>
internal abstract class LongColumnBuffer(ColumnSpec spec) : FixedColumnBuffer<long>(spec)
{
    protected override void WriteParquet(RowGroupWriter group, ReadOnlySpan<bool> present, ReadOnlySpan<long> values) => group.WriteLongs(Spec, present, values);
}
