using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ingestion.Core.Profiling.Sketches;

/// <summary>
/// How many different hashes were added, to a standard error of 1.04 / sqrt(2^precision). Adding and merging give the same in any order.
/// Flajolet, Fusy, Gandouet, Meunier, "HyperLogLog" (AofA 2007), with the estimate of Ertl, "New cardinality estimation algorithms for
/// HyperLogLog sketches" (2017), algorithm 6, which needs no tables for small counts.
/// </summary>
/// <param name="precision">The logarithm of the number of registers, 4 to 16: each takes a byte.</param>
internal sealed class HyperLogLog(int precision)
{
    private readonly byte[] _registers = new byte[1 << precision];

    /// <summary>The estimate's standard error as a share of the count.</summary>
    public double RelativeError => 1.04 / Math.Sqrt(_registers.Length);

    /// <summary>Adds a value by its hash, all of whose 64 bits must be as good as random.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong hash)
    {
        var rank = (byte)(BitOperations.LeadingZeroCount((hash << precision) | (1UL << (precision - 1))) + 1);
        ref var register = ref _registers[(int)(hash >> (64 - precision))];
        // Always written: whether it grows is hard to predict.
        register = Math.Max(register, rank);
    }

    /// <summary>Adds what another one of the same precision has seen.</summary>
    public void Merge(HyperLogLog other)
    {
        for (var i = 0; i < _registers.Length; i++)
            _registers[i] = Math.Max(_registers[i], other._registers[i]);
    }

    /// <summary>The estimate.</summary>
    public double Estimate()
    {
        var highest = 64 - precision + 1;
        Span<int> counts = stackalloc int[highest + 1];
        counts.Clear();
        foreach (var register in _registers)
            counts[register]++;
        double registers = _registers.Length;
        var z = registers * Tau(1 - (counts[highest] / registers));
        for (var rank = highest - 1; rank >= 1; rank--)
            z = 0.5 * (z + counts[rank]);
        z += registers * Sigma(counts[0] / registers);
        return registers * registers / (2 * Math.Log(2) * z);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Clear(_registers);

    /// <summary>Writes the registers.</summary>
    public void Write(BinaryWriter writer) => writer.Write(_registers);

    /// <summary>Reads the registers of one of the same precision.</summary>
    public void Read(BinaryReader reader) => reader.BaseStream.ReadExactly(_registers);

    private static double Sigma(double x)
    {
        if (x == 1)
            return double.PositiveInfinity;
        var z = x;
        for (double y = 1, before = double.NaN; before != z; y += y)
        {
            x *= x;
            before = z;
            z += x * y;
        }
        return z;
    }

    private static double Tau(double x)
    {
        if (x is 0 or 1)
            return 0;
        var z = 1 - x;
        for (double y = 1, before = double.NaN; before != z;)
        {
            x = Math.Sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        }
        return z / 3;
    }
}
