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

    /// <summary>What the values are ranges of.</summary>
    public RecordBytes Bytes => bytes;

    /// <summary>Which of its different texts each slot has.</summary>
    public TextCodes Codes { get; } = new(bytes);

    /// <inheritdoc/>
    public override void Reserve(int capacity)
    {
        base.Reserve(capacity);
        Pooled.Grow(ref _values, _values.Length, capacity);
        Codes.Reserve(capacity);
    }

    /// <inheritdoc/>
    public override void Begin() => Codes.Begin();

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        Pooled.Return(ref _values);
        Codes.Dispose();
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
        Codes.Add(cells);
    }

    /// <inheritdoc/>
    public override bool TrySet(int slot, ReadOnlySpan<byte> text)
    {
        _values[slot] = bytes.Append(text);
        Codes.Set(slot, _values[slot]);
        return Present[slot] = true;
    }

    /// <inheritdoc/>
    public override void WriteJson(int slot, Utf8JsonWriter json) => json.WriteStringValue(Value(slot));

    /// <inheritdoc/>
    public override void WriteParquet(RowGroupWriter group, ReadOnlySpan<int> slots)
    {
        var present = ArrayPool<bool>.Shared.Rent(slots.Length);
        if (Codes.IsGivenUp || !TryWriteCodes(group, slots, present))
        {
            var values = ArrayPool<FieldRange>.Shared.Rent(slots.Length);
            var count = Gather(slots, _values, present, values);
            group.WriteText(Spec, present.AsSpan(0, slots.Length), values.AsSpan(0, count), bytes.Array);
            ArrayPool<FieldRange>.Shared.Return(values);
        }
        ArrayPool<bool>.Shared.Return(present);
    }

    /// <summary>Writes the values by their codes, where that pays. Only texts that some of the slots have are entries of the dictionary.</summary>
    private bool TryWriteCodes(RowGroupWriter group, ReadOnlySpan<int> slots, bool[] present)
    {
        var codes = ArrayPool<ushort>.Shared.Rent(slots.Length);
        var indexes = ArrayPool<int>.Shared.Rent(slots.Length);
        var entries = ArrayPool<FieldRange>.Shared.Rent(Codes.Count);
        var count = Gather(slots, Codes.Codes, present, codes);
        var entryCount = Renumber(codes.AsSpan(0, count), indexes, entries);
        var isWorthwhile = group.TryWriteText(Spec, present.AsSpan(0, slots.Length), indexes.AsSpan(0, count), entries.AsSpan(0, entryCount), bytes.Array);
        ArrayPool<FieldRange>.Shared.Return(entries);
        ArrayPool<int>.Shared.Return(indexes);
        ArrayPool<ushort>.Shared.Return(codes);
        return isWorthwhile;
    }

    /// <summary>Numbers the texts anew, by their first appearance among some of the slots; returns how many there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Renumber(ReadOnlySpan<ushort> codes, Span<int> indexes, Span<FieldRange> entries)
    {
        Span<ushort> numbers = stackalloc ushort[Codes.Count];
        numbers.Clear();
        var texts = Codes.Entries;
        var count = 0;
        for (var i = 0; i < codes.Length; i++)
        {
            ref var number = ref numbers[codes[i]];
            if (number == 0)
            {
                entries[count] = texts[codes[i]];
                number = (ushort)++count;
            }
            indexes[i] = number - 1;
        }
        return count;
    }

    /// <inheritdoc/>
    protected override void AppendValue(int slot, ref KeyBytes key) => key.Append(Value(slot));

    /// <summary>A present slot's text, valid until the chunk's bytes are replaced.</summary>
    public ReadOnlyMemory<byte> Memory(int slot) => bytes.Array.AsMemory(_values[slot].Start, _values[slot].Length);

    /// <summary>A present slot's text.</summary>
    public ReadOnlySpan<byte> Value(int slot) => bytes[_values[slot]];
}
