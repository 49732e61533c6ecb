using System.Runtime.CompilerServices;
using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Records;
using Ingestion.Core.Results.Parquet.Writing;

namespace Ingestion.Core.Columns;

/// <summary>
/// The typed values of one column of one chunk, by slot: every row that could be read has one, rejected or not.
/// </summary>
internal abstract class ColumnBuffer(ColumnSpec spec) : IDisposable
{
    private bool[] _present = [];

    /// <summary>What the column's values are.</summary>
    public ColumnSpec Spec { get; } = spec;

    /// <summary>Whether each slot has a value.</summary>
    public bool[] Present => _present;

    /// <summary>Makes a buffer for a column's type, whose values come from <paramref name="bytes"/>.</summary>
    public static ColumnBuffer Create(ColumnSpec spec, RecordBytes bytes) => spec.Type switch
    {
        ColumnType.Integer => new IntegerColumnBuffer(spec),
        ColumnType.Decimal when spec.Precision <= ColumnSpec.NarrowPrecision => new NarrowDecimalColumnBuffer(spec),
        ColumnType.Decimal => new WideDecimalColumnBuffer(spec),
        ColumnType.Double => new DoubleColumnBuffer(spec),
        ColumnType.Boolean => new BooleanColumnBuffer(spec),
        ColumnType.Date => new DateColumnBuffer(spec),
        ColumnType.Timestamp => new TimestampColumnBuffer(spec),
        _ => new TextColumnBuffer(spec, bytes),
    };

    /// <summary>Makes room for slots below <paramref name="capacity"/>, keeping what is there.</summary>
    public virtual void Reserve(int capacity) => Pooled.Grow(ref _present, _present.Length, capacity);

    /// <summary>Forgets what is known of the values beside themselves: a chunk begins.</summary>
    public virtual void Begin()
    {
    }

    /// <inheritdoc/>
    public virtual void Dispose() => Pooled.Return(ref _present);

    /// <summary>
    /// Reads a batch's fields into their slots. Rows that are given and do not fit the column's type exactly are added to
    /// <paramref name="misfits"/>; their slots are null, as those of rows that are not given.
    /// </summary>
    public abstract void Read(in ColumnCells cells, RowList misfits);

    /// <summary>Gives a slot the value that a text stands for, dates in ISO 8601 whatever the column's pattern; false where it does not fit the type.</summary>
    public abstract bool TrySet(int slot, ReadOnlySpan<byte> text);

    /// <summary>Takes a slot's value away.</summary>
    public void SetNull(int slot) => Present[slot] = false;

    /// <summary>Whether a slot has no value.</summary>
    public bool IsNull(int slot) => !Present[slot];

    /// <summary>Appends to a dedupe key the bytes that equal values, and no others, have in common.</summary>
    public void AppendKey(int slot, ref KeyBytes key)
    {
        if (!Present[slot])
        {
            key.AppendNull();
            return;
        }
        AppendValue(slot, ref key);
    }

    /// <summary>The value as JSON, every digit of a number kept.</summary>
    public abstract void WriteJson(int slot, Utf8JsonWriter json);

    /// <summary>Writes the values of <paramref name="slots"/>, in that order, as the next column of a Parquet file.</summary>
    public abstract void WriteParquet(RowGroupWriter group, ReadOnlySpan<int> slots);

    /// <summary>Appends a present value's bytes to a dedupe key.</summary>
    protected abstract void AppendValue(int slot, ref KeyBytes key);

    /// <summary>Takes the values of <paramref name="slots"/> together: for each slot whether it has one, and those that are there without gaps. Returns their number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected int Gather<TValue>(ReadOnlySpan<int> slots, TValue[] from, Span<bool> present, Span<TValue> values)
    {
        var isPresent = Present;
        var count = 0;
        for (var i = 0; i < slots.Length; i++)
        {
            var slot = slots[i];
            // The next one takes its place where it is none: a branch would be guessed wrong for each.
            values[count] = from[slot];
            present[i] = isPresent[slot];
            count += isPresent[slot] ? 1 : 0;
        }
        return count;
    }
}
