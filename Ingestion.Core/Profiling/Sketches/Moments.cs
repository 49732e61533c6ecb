using System.Numerics;

namespace Ingestion.Core.Profiling.Sketches;

/// <summary>
/// Exact sums of numbers and of their squares, whatever the order: mean and deviation suffer from no cancellation and do not depend on
/// how rows were divided among workers.
/// </summary>
internal abstract class Moments
{
    /// <summary>How many numbers were added.</summary>
    public long Count { get; protected set; }

    /// <summary>Adds a batch of numbers.</summary>
    public abstract void Add(ReadOnlySpan<long> values);

    /// <summary>Adds a number so many times.</summary>
    public abstract void Add(long value, long times);

    /// <summary>Adds what another one of the same kind has seen.</summary>
    public abstract void Merge(Moments other);

    /// <summary>Forgets everything.</summary>
    public abstract void Clear();

    /// <summary>Writes it.</summary>
    public abstract void Write(BinaryWriter writer);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public abstract void Read(BinaryReader reader);

    /// <summary>The mean; null of nothing.</summary>
    public double? Mean() => Count == 0 ? null : Ratio(Sum(), Count * Unit());

    /// <summary>The sample standard deviation; null of fewer than two numbers.</summary>
    public double? Deviation()
    {
        if (Count < 2)
            return null;
        var sum = Sum();
        var unit = Unit();
        var count = new BigInteger(Count);
        return Math.Sqrt(Ratio((count * Squares()) - (sum * sum), count * (count - 1) * unit * unit));
    }

    /// <summary>The sum in units.</summary>
    protected abstract BigInteger Sum();

    /// <summary>The sum of squares in squared units.</summary>
    protected abstract BigInteger Squares();

    /// <summary>How many units make 1.</summary>
    protected abstract BigInteger Unit();

    private static double Ratio(BigInteger numerator, BigInteger denominator)
    {
        // A quotient of more than 64 bits, so that a double loses nothing but its last rounding.
        var shift = (int)Math.Max(0, 80 - numerator.GetBitLength() + denominator.GetBitLength());
        return Math.ScaleB((double)((numerator << shift) / denominator), -shift);
    }
}

/// <summary>Of integers, each a number of units of 10^-scale.</summary>
internal sealed class LongMoments(int scale) : Moments
{
    private Int128 _sum;

    // Squares need up to 126 bits: their sum has 192, the least significant first.
    private ulong _squares0;
    private ulong _squares1;
    private ulong _squares2;

    public override void Add(ReadOnlySpan<long> values)
    {
        Count += values.Length;
        // 128-bit arithmetic by hand: the type's own costs several times as much.
        var (sumLow, sumHigh) = (0UL, 0L);
        var (squares0, squares1, squares2) = (_squares0, _squares1, _squares2);
        foreach (var value in values)
        {
            sumLow += (ulong)value;
            sumHigh += (value >> 63) + (sumLow < (ulong)value ? 1 : 0);
            var magnitude = Magnitude(value);
            var high = Math.BigMul(magnitude, magnitude, out var low);
            squares0 += low;
            high += squares0 < low ? 1UL : 0;
            squares1 += high;
            squares2 += squares1 < high ? 1UL : 0;
        }
        _sum += new Int128((ulong)sumHigh, sumLow);
        (_squares0, _squares1, _squares2) = (squares0, squares1, squares2);
    }

    public override void Add(long value, long times)
    {
        Count += times;
        _sum += (Int128)value * times;
        var magnitude = Magnitude(value);
        var high = Math.BigMul(magnitude, magnitude, out var low);
        AddSquares((UInt128)low * (ulong)times, (UInt128)high * (ulong)times);
    }

    public override void Merge(Moments other)
    {
        var added = (LongMoments)other;
        Count += added.Count;
        _sum += added._sum;
        AddSquares(added._squares0, new UInt128(added._squares2, added._squares1));
    }

    public override void Clear() => (Count, _sum, _squares0, _squares1, _squares2) = (0, 0, 0, 0, 0);

    public override void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt64(Count);
        foreach (var word in (ReadOnlySpan<ulong>)[(ulong)_sum, (ulong)(_sum >> 64), _squares0, _squares1, _squares2])
            writer.Write(word);
    }

    public override void Read(BinaryReader reader)
    {
        Count = reader.Read7BitEncodedInt64();
        var sumLow = reader.ReadUInt64();
        _sum = new Int128(reader.ReadUInt64(), sumLow);
        (_squares0, _squares1, _squares2) = (reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64());
    }

    protected override BigInteger Sum() => _sum;

    protected override BigInteger Squares() => _squares0 + ((BigInteger)new UInt128(_squares2, _squares1) << 64);

    protected override BigInteger Unit() => BigInteger.Pow(10, scale);

    // long.MinValue has no positive twin in 64 signed bits.
    private static ulong Magnitude(long value) => value < 0 ? 0UL - (ulong)value : (ulong)value;

    private void AddSquares(UInt128 low, UInt128 high)
    {
        var low128 = low + _squares0;
        var high128 = high + new UInt128(_squares2, _squares1) + (low128 >> 64) + (low128 < low ? UInt128.One << 64 : 0);
        (_squares0, _squares1, _squares2) = ((ulong)low128, (ulong)high128, (ulong)(high128 >> 64));
    }
}

/// <summary>Of finite doubles, given as <see cref="SortableDouble"/>.</summary>
internal sealed class DoubleMoments : Moments
{
    private const int MantissaBits = 52;

    // The smallest double is 2^-1074: every double is a whole number of it, of at most 2,098 bits.
    private const int UnitBits = 1074;
    private const int MostBits = 2098;
    private readonly FixedPointSum _sum = new(MostBits);
    private readonly FixedPointSum _squares = new(2 * MostBits);

    public override void Add(ReadOnlySpan<long> values)
    {
        foreach (var value in values)
            Add(value, 1);
    }

    public override void Add(long value, long times)
    {
        var bits = BitConverter.DoubleToInt64Bits(SortableDouble.ToDouble(value));
        var exponent = (int)(bits >> MantissaBits) & 0x7FF;
        var mantissa = (ulong)bits & ((1UL << MantissaBits) - 1);
        var shift = Math.Max(exponent - 1, 0);
        if (exponent > 0)
            mantissa |= 1UL << MantissaBits;
        Count += times;
        var high = Math.BigMul(mantissa, mantissa, out var low);
        for (var bit = 0; times >> bit != 0; bit++)
        {
            if (((times >> bit) & 1) == 0)
                continue;
            _sum.Add(mantissa, shift + bit, bits < 0);
            _squares.Add(low, (2 * shift) + bit, isNegative: false);
            _squares.Add(high, (2 * shift) + bit + 64, isNegative: false);
        }
    }

    public override void Merge(Moments other)
    {
        var added = (DoubleMoments)other;
        Count += added.Count;
        _sum.Merge(added._sum);
        _squares.Merge(added._squares);
    }

    public override void Clear()
    {
        Count = 0;
        _sum.Clear();
        _squares.Clear();
    }

    public override void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt64(Count);
        _sum.Write(writer);
        _squares.Write(writer);
    }

    public override void Read(BinaryReader reader)
    {
        Count = reader.Read7BitEncodedInt64();
        _sum.Read(reader);
        _squares.Read(reader);
    }

    protected override BigInteger Sum() => _sum.Value();

    protected override BigInteger Squares() => _squares.Value();

    protected override BigInteger Unit() => BigInteger.One << UnitBits;
}
