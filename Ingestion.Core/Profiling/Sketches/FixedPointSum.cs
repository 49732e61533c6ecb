using System.Numerics;

namespace Ingestion.Core.Profiling.Sketches;

/// <summary>
/// An exact sum of numbers of the form ±m * 2^bit: fixed-point with room for every carry, so that the order of adding does not matter.
/// After Neal, "Fast exact summation using small and large superaccumulators" (2015).
/// </summary>
/// <param name="bits">No number added may have a bit beyond this one.</param>
internal sealed class FixedPointSum(int bits)
{
    private const int LimbBits = 32;

    // Each addition adds less than 2^32 to a limb of 64 bits.
    private const int MostAdditions = 1 << 29;

    private readonly long[] _limbs = new long[(bits / LimbBits) + 6];
    private int _additions;

    /// <summary>Adds <paramref name="magnitude"/> * 2^<paramref name="bit"/> or takes it away.</summary>
    public void Add(ulong magnitude, int bit, bool isNegative)
    {
        if (++_additions >= MostAdditions)
            Carry();
        var shifted = (UInt128)magnitude << (bit % LimbBits);
        var limb = bit / LimbBits;
        var sign = isNegative ? -1L : 1L;
        _limbs[limb] += sign * (uint)shifted;
        _limbs[limb + 1] += sign * (uint)(shifted >> LimbBits);
        _limbs[limb + 2] += sign * (uint)(shifted >> (2 * LimbBits));
    }

    /// <summary>Adds another sum.</summary>
    public void Merge(FixedPointSum other)
    {
        Carry();
        other.Carry();
        for (var i = 0; i < _limbs.Length; i++)
            _limbs[i] += other._limbs[i];
        _additions = 2;
    }

    /// <summary>The sum.</summary>
    public BigInteger Value()
    {
        Carry();
        var value = BigInteger.Zero;
        for (var i = _limbs.Length - 1; i >= 0; i--)
            value = (value << LimbBits) + _limbs[i];
        return value;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_limbs);
        _additions = 0;
    }

    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter writer)
    {
        Carry();
        foreach (var limb in _limbs)
            writer.Write7BitEncodedInt64(limb);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public void Read(BinaryReader reader)
    {
        for (var i = 0; i < _limbs.Length; i++)
            _limbs[i] = reader.Read7BitEncodedInt64();
    }

    /// <summary>Leaves less than 32 bits in every limb but the last.</summary>
    private void Carry()
    {
        for (var i = 0; i < _limbs.Length - 1; i++)
        {
            _limbs[i + 1] += _limbs[i] >> LimbBits;
            _limbs[i] &= uint.MaxValue;
        }
        _additions = 1;
    }
}
