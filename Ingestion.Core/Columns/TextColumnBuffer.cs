using System.Buffers;
using System.IO.Hashing;
using System.Text.Json;
using ParquetSharp;

namespace Ingestion.Core.Columns;

/// <summary>TEXT: the bytes of all values one after the other, and where each ends.</summary>
internal sealed class TextColumnBuffer(ColumnSpec spec) : ColumnBuffer(spec)
{
    private byte[] _bytes = [];
    private int[] _ends = [];

    /// <inheritdoc/>
    public override void Reserve(int capacity)
    {
        base.Reserve(capacity);
        Array.Resize(ref _ends, capacity);
    }

    /// <inheritdoc/>
    public override void SetNull(int slot)
    {
        base.SetNull(slot);
        _ends[slot] = Start(slot);
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
        fixed (byte* bytes = _bytes)
        {
            var next = 0;
            foreach (var slot in slots)
            {
                if (!Present[slot])
                    continue;
                var start = Start(slot);
                values[next++] = new ByteArray((nint)(bytes + start), _ends[slot] - start);
            }
            ((ColumnWriter<ByteArray>)writer).WriteBatch(slots.Length, levels.AsSpan(0, slots.Length), [], values.AsSpan(0, count));
        }
        ArrayPool<ByteArray>.Shared.Return(values);
        ArrayPool<short>.Shared.Return(levels);
    }

    /// <inheritdoc/>
    protected override bool TryRead(int slot, ReadOnlySpan<byte> text)
    {
        var start = Start(slot);
        var end = start + text.Length;
        if (end > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(end, Math.Max(_bytes.Length * 2, 4096)));
        text.CopyTo(_bytes.AsSpan(start));
        _ends[slot] = end;
        return true;
    }

    /// <inheritdoc/>
    protected override void AppendValue(int slot, ref KeyBytes key) => key.Append(Value(slot));

    private int Start(int slot) => slot == 0 ? 0 : _ends[slot - 1];

    private ReadOnlySpan<byte> Value(int slot) => _bytes.AsSpan(Start(slot).._ends[slot]);
}
