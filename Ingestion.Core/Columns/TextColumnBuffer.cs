using System.Buffers;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ingestion.Core.Records;
using ParquetSharp;

namespace Ingestion.Core.Columns;

/// <summary>TEXT: where in the chunk's bytes each value lies.</summary>
internal sealed class TextColumnBuffer(ColumnSpec spec, RecordBytes bytes) : ColumnBuffer(spec)
{
    private FieldRange[] _values = [];

    /// <inheritdoc/>
    public override void Reserve(int capacity)
    {
        base.Reserve(capacity);
        Array.Resize(ref _values, capacity);
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
    public override int Fingerprint(int slot) => IsNull(slot) ? 0 : (int)XxHash3.HashToUInt64(Value(slot));

    /// <inheritdoc/>
    public override unsafe void WriteParquet(ColumnWriter writer, ReadOnlySpan<int> slots)
    {
        var levels = ArrayPool<short>.Shared.Rent(slots.Length);
        var values = ArrayPool<ByteArray>.Shared.Rent(slots.Length);
        var count = DefinitionLevels(slots, levels);
        fixed (byte* start = bytes.Array)
        {
            var next = 0;
            foreach (var slot in slots)
            {
                if (!Present[slot])
                    continue;
                var value = _values[slot];
                values[next++] = new ByteArray((nint)(start + value.Start), value.Length);
            }
            ((ColumnWriter<ByteArray>)writer).WriteBatch(slots.Length, levels.AsSpan(0, slots.Length), [], values.AsSpan(0, count));
        }
        ArrayPool<ByteArray>.Shared.Return(values);
        ArrayPool<short>.Shared.Return(levels);
    }

    /// <inheritdoc/>
    protected override void AppendValue(int slot, ref KeyBytes key) => key.Append(Value(slot));

    /// <summary>A present slot's text, valid until the chunk's bytes are replaced.</summary>
    public ReadOnlyMemory<byte> Memory(int slot) => bytes.Array.AsMemory(_values[slot].Start, _values[slot].Length);

    /// <summary>A present slot's text.</summary>
    public ReadOnlySpan<byte> Value(int slot) => bytes[_values[slot]];
}
