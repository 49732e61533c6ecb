using System.IO.Hashing;
using System.Runtime.CompilerServices;

namespace Ingestion.Core.Profiling;

/// <summary>
/// What a text is known by: XXH3-64. Two different texts of a column with the same hash would be counted as one, which among a million
/// values happens once in some ten million columns.
/// </summary>
internal static class TextHash
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ReadOnlySpan<byte> text) => XxHash3.HashToUInt64(text);
}
