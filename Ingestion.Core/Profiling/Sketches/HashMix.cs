using System.Runtime.CompilerServices;

namespace Ingestion.Core.Profiling.Sketches;

/// <summary>Makes 64 bits of which each depends on every bit of the input: Stafford's "Mix13", the finalizer of SplitMix64. One to one.</summary>
internal static class HashMix
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
