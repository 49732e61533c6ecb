using System.Buffers;
using System.Runtime.InteropServices;
using ParquetSharp;

namespace Ingestion.Core.Columns;

/// <summary>A column whose values all have the same size.</summary>
/// <typeparam name="TValue">How a slot holds a value.</typeparam>
/// <typeparam name="TPhysical">How Parquet holds it.</typeparam>
internal abstract class FixedColumnBuffer<TValue, TPhysical>(ColumnSpec spec) : ColumnBuffer(spec)
    where TValue : unmanaged
    where TPhysical : unmanaged
{
    private TValue[] _values = [];

    /// <summary>The values by slot; a null slot's is anything.</summary>
    public TValue[] Values => _values;

    /// <inheritdoc/>
    public override void Reserve(int capacity)
    {
        base.Reserve(capacity);
        Array.Resize(ref _values, capacity);
    }

    /// <inheritdoc/>
    public override int Fingerprint(int slot) => IsNull(slot) ? 0 : _values[slot].GetHashCode();

    /// <inheritdoc/>
    public override void WriteParquet(ColumnWriter writer, ReadOnlySpan<int> slots)
    {
        var levels = ArrayPool<short>.Shared.Rent(slots.Length);
        var values = ArrayPool<TPhysical>.Shared.Rent(slots.Length);
        var count = DefinitionLevels(slots, levels);
        var next = 0;
        foreach (var slot in slots)
        {
            if (Present[slot])
                values[next++] = ToPhysical(_values[slot]);
        }
        ((ColumnWriter<TPhysical>)writer).WriteBatch(slots.Length, levels.AsSpan(0, slots.Length), [], values.AsSpan(0, count));
        ArrayPool<TPhysical>.Shared.Return(values);
        ArrayPool<short>.Shared.Return(levels);
    }

    /// <summary>The value as Parquet holds it.</summary>
    protected abstract TPhysical ToPhysical(TValue value);

    /// <inheritdoc/>
    protected override void AppendValue(int slot, ref KeyBytes key) =>
        key.Append(MemoryMarshal.AsBytes(_values.AsSpan(slot, 1)));
}

/// <summary>A column whose values are ordered as 64-bit integers: all that RANGE needs to know of most types.</summary>
internal abstract class LongColumnBuffer<TPhysical>(ColumnSpec spec) : FixedColumnBuffer<long, TPhysical>(spec), ILongValues
    where TPhysical : unmanaged
{
    long ILongValues.this[int slot] => Values[slot];
}

/// <summary>Values by slot that are ordered as 64-bit integers.</summary>
internal interface ILongValues
{
    /// <summary>A present slot's value.</summary>
    long this[int slot] { get; }
}
