using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ingestion.Core.Records;
using Ingestion.Core.Results.Parquet.Writing;

namespace Ingestion.Core.Columns;

/// <summary>TEXT: where in the chunk's bytes each value lies.</summary>
internal sealed class TextColumnBuffer(ColumnSpec spec, RecordBytes bytes) : ColumnBuffer(spec)
{
    private FieldRange[] _values = [];

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
    public override void Read(in ColumnCells cells, RowList misfits)
    {
        cells.Given.CopyTo(Present.AsSpan(cells.FirstSlot));
        var values = _values.AsSpan(cells.FirstSlot, cells.Count);
        ref var range = ref cells.FirstRange;
        foreach (ref var value in values)
        {
            value = range;
            range = ref Unsafe.Add(ref range, cells.Stride);
        }
    }

    /// <inheritdoc/>
    public override bool TrySet(int slot, ReadOnlySpan<byte> text)
    {
        _values[slot] = bytes.Append(text);
        return Present[slot] = true;
    }

    /// <inheritdoc/>
    public override void WriteJson(int slot, Utf8JsonWriter json) => json.WriteStringValue(Value(slot));

    /// <inheritdoc/>
    public override void WriteParquet(RowGroupWriter group, ReadOnlySpan<int> slots)
    {
        var present = ArrayPool<bool>.Shared.Rent(slots.Length);
        var values = ArrayPool<FieldRange>.Shared.Rent(slots.Length);
        var count = Gather(slots, _values, present, values);
        group.WriteText(Spec, present.AsSpan(0, slots.Length), values.AsSpan(0, count), bytes.Array);
        ArrayPool<FieldRange>.Shared.Return(values);
        ArrayPool<bool>.Shared.Return(present);
    }

    /// <inheritdoc/>
    protected override void AppendValue(int slot, ref KeyBytes key) => key.Append(Value(slot));

    /// <summary>A present slot's text, valid until the chunk's bytes are replaced.</summary>
    public ReadOnlyMemory<byte> Memory(int slot) => bytes.Array.AsMemory(_values[slot].Start, _values[slot].Length);

    /// <summary>A present slot's text.</summary>
    public ReadOnlySpan<byte> Value(int slot) => bytes[_values[slot]];
}
