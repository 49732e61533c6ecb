using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Ingestion.Core.Columns;

/// <summary>INTEGER.</summary>
internal sealed class IntegerColumnBuffer(ColumnSpec spec) : LongColumnBuffer<long>(spec)
{
    public override void WriteJson(int slot, Utf8JsonWriter json) => json.WriteNumberValue(Values[slot]);

    protected override bool TryRead(int slot, ReadOnlySpan<byte> text) => Utf8Values.TryInteger(text, out Values[slot]);

    protected override long ToPhysical(long value) => value;
}

/// <summary>DECIMAL of at most 18 digits, in units of 10^-scale.</summary>
internal sealed class NarrowDecimalColumnBuffer(ColumnSpec spec) : LongColumnBuffer<long>(spec)
{
    private readonly long _limit = (long)Math.Pow(10, spec.Precision);

    public override void WriteJson(int slot, Utf8JsonWriter json) =>
        json.WriteRawValue(DecimalText.Format(Values[slot], Spec.Scale));

    protected override bool TryRead(int slot, ReadOnlySpan<byte> text) =>
        Utf8Values.TryNarrowDecimal(text, Spec.Scale, out Values[slot]) && Math.Abs(Values[slot]) < _limit;

    protected override long ToPhysical(long value) => value;
}

/// <summary>DECIMAL of at most 38 digits, in units of 10^-scale.</summary>
internal sealed class WideDecimalColumnBuffer(ColumnSpec spec) : FixedColumnBuffer<Int128, WideDecimalColumnBuffer.BigEndian>(spec)
{
    public override void WriteJson(int slot, Utf8JsonWriter json) =>
        json.WriteRawValue(DecimalText.Format(Values[slot], Spec.Scale));

    public override unsafe void WriteParquet(ParquetSharp.ColumnWriter writer, ReadOnlySpan<int> slots)
    {
        var levels = new short[slots.Length];
        var count = DefinitionLevels(slots, levels);
        var bytes = new BigEndian[count];
        var values = new ParquetSharp.FixedLenByteArray[count];
        fixed (BigEndian* start = bytes)
        {
            var next = 0;
            foreach (var slot in slots)
            {
                if (!Present[slot])
                    continue;
                bytes[next] = ToPhysical(Values[slot]);
                values[next] = new ParquetSharp.FixedLenByteArray((nint)(start + next));
                next++;
            }
            ((ParquetSharp.ColumnWriter<ParquetSharp.FixedLenByteArray>)writer).WriteBatch(slots.Length, levels, [], values);
        }
    }

    protected override bool TryRead(int slot, ReadOnlySpan<byte> text) =>
        Utf8Values.TryDecimal(text, Spec.Precision, Spec.Scale, out Values[slot]);

    protected override BigEndian ToPhysical(Int128 value)
    {
        var bytes = default(BigEndian);
        BinaryPrimitives.WriteInt128BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>Parquet's form of a decimal: two's complement, most significant byte first.</summary>
    [InlineArray(16)]
    internal struct BigEndian
    {
        private byte _first;
    }
}

/// <summary>DOUBLE.</summary>
internal sealed class DoubleColumnBuffer(ColumnSpec spec) : FixedColumnBuffer<double, double>(spec)
{
    public override void WriteJson(int slot, Utf8JsonWriter json)
    {
        if (double.IsFinite(Values[slot]))
            json.WriteNumberValue(Values[slot]);
        else
            json.WriteStringValue(Values[slot].ToString(CultureInfo.InvariantCulture));
    }

    protected override bool TryRead(int slot, ReadOnlySpan<byte> text) => Utf8Values.TryDouble(text, out Values[slot]);

    protected override double ToPhysical(double value) => value;

    protected override void AppendValue(int slot, ref KeyBytes key) =>
        // Negative zero equals zero.
        key.Append(BitConverter.DoubleToInt64Bits(Values[slot] + 0.0));
}

/// <summary>BOOLEAN.</summary>
internal sealed class BooleanColumnBuffer(ColumnSpec spec) : FixedColumnBuffer<bool, bool>(spec)
{
    public override void WriteJson(int slot, Utf8JsonWriter json) => json.WriteBooleanValue(Values[slot]);

    protected override bool TryRead(int slot, ReadOnlySpan<byte> text) => Utf8Values.TryBoolean(text, out Values[slot]);

    protected override bool ToPhysical(bool value) => value;
}
