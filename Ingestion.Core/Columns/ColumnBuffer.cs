using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Records;
using ParquetSharp;

namespace Ingestion.Core.Columns;

/// <summary>
/// The typed values of one column of one chunk, by slot: every row that could be read has one, rejected or not.
/// </summary>
internal abstract class ColumnBuffer(ColumnSpec spec)
{
    /// <summary>What the column's values are.</summary>
    public ColumnSpec Spec { get; } = spec;

    /// <summary>Whether each slot has a value.</summary>
    public bool[] Present { get; private set; } = [];

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
    public virtual void Reserve(int capacity)
    {
        var present = Present;
        Array.Resize(ref present, capacity);
        Present = present;
    }

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

    /// <summary>Writes the values of <paramref name="slots"/>, in that order, as one Parquet column chunk.</summary>
    public abstract void WriteParquet(ColumnWriter writer, ReadOnlySpan<int> slots);

    /// <summary>A cheap fingerprint of a slot, to guess how much a column repeats.</summary>
    public abstract int Fingerprint(int slot);

    /// <summary>Appends a present value's bytes to a dedupe key.</summary>
    protected abstract void AppendValue(int slot, ref KeyBytes key);

    /// <summary>Parquet definition levels for <paramref name="slots"/>: 1 for a value, 0 for null. Returns the number of values.</summary>
    protected int DefinitionLevels(ReadOnlySpan<int> slots, Span<short> levels)
    {
        var values = 0;
        for (var i = 0; i < slots.Length; i++)
        {
            var present = Present[slots[i]] ? 1 : 0;
            levels[i] = (short)present;
            values += present;
        }
        return values;
    }
}
