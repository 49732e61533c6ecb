using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Ingestion.Core.Records;
using Ingestion.Core.Results.Parquet.Writing;

namespace Ingestion.Core.Columns;

/// <summary>INTEGER.</summary>
internal sealed class IntegerColumnBuffer(ColumnSpec spec) : LongColumnBuffer(spec)
{
    public override void WriteJson(int slot, Utf8JsonWriter json) => json.WriteNumberValue(Values[slot]);

    public override void Read(in ColumnCells cells, RowList misfits) => Read(cells, misfits, default(Reader));

    public override bool TrySet(int slot, ReadOnlySpan<byte> text) => TrySet(slot, text, default(Reader));

    private readonly struct Reader : IValueReader<long>
    {
        public bool TryRead(ReadOnlySpan<byte> text, out long value) => Utf8Values.TryInteger(text, out value);

        public bool TryReadField(ref byte start, int length, out long value) =>
            WordDigits.TryInteger(ref start, length, out value) || TryRead(MemoryMarshal.CreateReadOnlySpan(ref start, length), out value);
    }
}

/// <summary>DECIMAL of at most 18 digits, in units of 10^-scale.</summary>
internal sealed class NarrowDecimalColumnBuffer(ColumnSpec spec) : LongColumnBuffer(spec)
{
    private readonly Reader _reader = new(spec.Scale, (long)Math.Pow(10, spec.Precision));

    public override void WriteJson(int slot, Utf8JsonWriter json) =>
        json.WriteRawValue(DecimalText.Format(Values[slot], Spec.Scale));

    public override void Read(in ColumnCells cells, RowList misfits)
    {
        if (Spec.DecimalComma)
            Read(cells, misfits, new CommaReader<Reader, long>(_reader));
        else
            Read(cells, misfits, _reader);
    }

    public override bool TrySet(int slot, ReadOnlySpan<byte> text) => TrySet(slot, text, _reader);

    private readonly struct Reader(int scale, long limit) : IValueReader<long>
    {
        public bool TryRead(ReadOnlySpan<byte> text, out long value) =>
            Utf8Values.TryNarrowDecimal(text, scale, out value) && Math.Abs(value) < limit;

        public bool TryReadField(ref byte start, int length, out long value) =>
            (WordDigits.TryNarrowDecimal(ref start, length, scale, out value) && Math.Abs(value) < limit)
            || TryRead(MemoryMarshal.CreateReadOnlySpan(ref start, length), out value);
    }
}

/// <summary>DECIMAL of at most 38 digits, in units of 10^-scale.</summary>
internal sealed class WideDecimalColumnBuffer(ColumnSpec spec) : FixedColumnBuffer<Int128>(spec)
{
    private readonly Reader _reader = new(spec.Precision, spec.Scale);

    public override void WriteJson(int slot, Utf8JsonWriter json) =>
        json.WriteRawValue(DecimalText.Format(Values[slot], Spec.Scale));

    public override void Read(in ColumnCells cells, RowList misfits)
    {
        if (Spec.DecimalComma)
            Read(cells, misfits, new CommaReader<Reader, Int128>(_reader));
        else
            Read(cells, misfits, _reader);
    }

    public override bool TrySet(int slot, ReadOnlySpan<byte> text) => TrySet(slot, text, _reader);

    protected override void WriteParquet(RowGroupWriter group, ReadOnlySpan<bool> present, ReadOnlySpan<Int128> values) => group.WriteWideDecimals(Spec, present, values);

    private readonly struct Reader(int precision, int scale) : IValueReader<Int128>
    {
        private readonly Int128 _limit = PowerOfTen(precision);

        public bool TryRead(ReadOnlySpan<byte> text, out Int128 value) => Utf8Values.TryDecimal(text, precision, scale, out value);

        public bool TryReadField(ref byte start, int length, out Int128 value) =>
            (WordDigits.TryWideDecimal(ref start, length, scale, out value) && Int128.Abs(value) < _limit)
            || TryRead(MemoryMarshal.CreateReadOnlySpan(ref start, length), out value);

        private static Int128 PowerOfTen(int exponent)
        {
            Int128 power = 1;
            for (; exponent > 0; exponent--)
                power *= 10;
            return power;
        }
    }
}

/// <summary>DOUBLE.</summary>
internal sealed class DoubleColumnBuffer(ColumnSpec spec) : FixedColumnBuffer<double>(spec)
{
    public override void WriteJson(int slot, Utf8JsonWriter json)
    {
        if (double.IsFinite(Values[slot]))
            json.WriteNumberValue(Values[slot]);
        else
            json.WriteStringValue(Values[slot].ToString(CultureInfo.InvariantCulture));
    }

    public override void Read(in ColumnCells cells, RowList misfits)
    {
        if (Spec.DecimalComma)
            Read(cells, misfits, default(CommaReader<DoubleReader, double>));
        else
            Read(cells, misfits, default(DoubleReader));
    }

    public override bool TrySet(int slot, ReadOnlySpan<byte> text) => TrySet(slot, text, default(DoubleReader));

    protected override void WriteParquet(RowGroupWriter group, ReadOnlySpan<bool> present, ReadOnlySpan<double> values) => group.WriteDoubles(Spec, present, values);

    protected override void AppendValue(int slot, ref KeyBytes key) =>
        // Negative zero equals zero.
        key.Append(BitConverter.DoubleToInt64Bits(Values[slot] + 0.0));
}

/// <summary>Reads doubles with a point before their decimals.</summary>
internal readonly struct DoubleReader : IValueReader<double>
{
    public bool TryRead(ReadOnlySpan<byte> text, out double value) => Utf8Values.TryDouble(text, out value);

    public bool TryReadField(ref byte start, int length, out double value) =>
        WordDigits.TryDouble(ref start, length, out value) || TryRead(MemoryMarshal.CreateReadOnlySpan(ref start, length), out value);
}

/// <summary>BOOLEAN.</summary>
internal sealed class BooleanColumnBuffer(ColumnSpec spec) : FixedColumnBuffer<bool>(spec)
{
    public override void WriteJson(int slot, Utf8JsonWriter json) => json.WriteBooleanValue(Values[slot]);

    public override void Read(in ColumnCells cells, RowList misfits) => Read(cells, misfits, default(Reader));

    public override bool TrySet(int slot, ReadOnlySpan<byte> text) => TrySet(slot, text, default(Reader));

    protected override void WriteParquet(RowGroupWriter group, ReadOnlySpan<bool> present, ReadOnlySpan<bool> values) => group.WriteBooleans(Spec, present, values);

    private readonly struct Reader : IValueReader<bool>
    {
        public bool TryRead(ReadOnlySpan<byte> text, out bool value) => Utf8Values.TryBoolean(text, out value);

        public bool TryReadField(ref byte start, int length, out bool value) => TryRead(MemoryMarshal.CreateReadOnlySpan(ref start, length), out value);
    }
}
