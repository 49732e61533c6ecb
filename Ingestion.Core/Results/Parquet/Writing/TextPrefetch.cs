using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Ingestion.Core.Records;

namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>
/// Fetches texts some places before they are looked at. A chunk is larger than a core's own cache, and one column's texts lie a row apart,
/// which is too far for the processor to see by itself that they will be needed.
/// </summary>
internal static class TextPrefetch
{
    private const int Places = 24;

    /// <summary>Fetches the text that is <see cref="Places"/> behind the one at <paramref name="index"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Ahead(ReadOnlySpan<FieldRange> values, int index, ReadOnlySpan<byte> bytes)
    {
        // An address is only a hint here: nothing is read, and none is wrong.
        if (Sse.IsSupported && index + Places < values.Length)
            Sse.Prefetch0((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes)) + values[index + Places].Start);
    }
}
