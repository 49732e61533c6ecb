using System.Buffers;

namespace Ingestion.Core.Records;

/// <summary>
/// Arrays that come from the shared pool and go back to it, so that the next chunk, column or job works in memory that was touched before: a
/// first touch costs more than most work on it. What an array of the pool holds at first is anything.
/// </summary>
internal static class Pooled
{
    /// <summary>Exchanges an array for one of at least <paramref name="length"/> elements that begins with the first <paramref name="used"/> of it. Nobody else may use the old one any more.</summary>
    public static void Grow<T>(ref T[] array, int used, int length)
    {
        var longer = ArrayPool<T>.Shared.Rent(length);
        array.AsSpan(0, used).CopyTo(longer);
        Return(ref array);
        array = longer;
    }

    /// <summary>Gives an array back and leaves an empty one.</summary>
    public static void Return<T>(ref T[] array)
    {
        if (array.Length > 0)
            ArrayPool<T>.Shared.Return(array);
        array = [];
    }
}
