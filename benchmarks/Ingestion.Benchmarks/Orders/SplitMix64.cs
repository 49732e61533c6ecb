namespace Ingestion.Benchmarks.Orders;

/// <summary>Steele, Lea and Flood's SplitMix64: the same numbers on every machine and runtime, which <see cref="Random"/> does not promise.</summary>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 up to, not including, <paramref name="bound"/>.</summary>
    public int Next(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);
}
