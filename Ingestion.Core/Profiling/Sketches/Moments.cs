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

    // Squares need up to 126 bits: their halves are summed apart.
    private UInt128 _lowSquares;
    private UInt128 _highSquares;

    public override void Add(ReadOnlySpan<long> values)
    {
        Count += values.Length;
        var (sum, low, high) = (_sum, _lowSquares, _highSquares);
        foreach (var value in values)
        {
            sum += value;
            var magnitude = Magnitude(value);
            high += Math.BigMul(magnitude, magnitude, out var lowSquare);
            low += lowSquare;
        }
        (_sum, _lowSquares, _highSquares) = (sum, low, high);
    }

    public override void Add(long value, long times)
    {
        Count += times;
        _sum += (Int128)value * times;
        var magnitude = Magnitude(value);
        var high = Math.BigMul(magnitude, magnitude, out var low);
        _lowSquares += (UInt128)low * (ulong)times;
        _highSquares += (UInt128)high * (ulong)times;
    }

    public override void Merge(Moments other)
    {
        var added = (LongMoments)other;
        Count += added.Count;
        _sum += added._sum;
        _lowSquares += added._lowSquares;
        _highSquares += added._highSquares;
    }

    public override void Clear() => (Count, _sum, _lowSquares, _highSquares) = (0, 0, 0, 0);

    public override void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt64(Count);
        foreach (var number in (ReadOnlySpan<UInt128>)[(UInt128)_sum, _lowSquares, _highSquares])
        {
            writer.Write((ulong)number);
            writer.Write((ulong)(number >> 64));
        }
    }

    public override void Read(BinaryReader reader)
    {
        Count = reader.Read7BitEncodedInt64();
        _sum = (Int128)ReadNumber(reader);
        _lowSquares = ReadNumber(reader);
        _highSquares = ReadNumber(reader);
    }

    protected override BigInteger Sum() => _sum;

    protected override BigInteger Squares() => _lowSquares + ((BigInteger)_highSquares << 64);

    protected override BigInteger Unit() => BigInteger.Pow(10, scale);

    // long.MinValue has no positive twin in 64 signed bits.
    private static ulong Magnitude(long value) => value < 0 ? 0UL - (ulong)value : (ulong)value;

    private static UInt128 ReadNumber(BinaryReader reader)
    {
        var low = reader.ReadUInt64();
        return new UInt128(reader.ReadUInt64(), low);
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
