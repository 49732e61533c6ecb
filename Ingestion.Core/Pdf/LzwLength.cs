namespace Ingestion.Core.Pdf;

/// <summary>How many bytes a stream compressed by LZW becomes (ISO 32000-1, 7.4.4), found without making them.</summary>
internal static class LzwLength
{
    private const int ClearTable = 256;
    private const int EndOfData = 257;
    private const int MostCodes = 4096;

    /// <summary>Counts; no further than past <paramref name="most"/>.</summary>
    public static long Of(ReadOnlySpan<byte> compressed, long most)
    {
        Span<int> lengths = stackalloc int[MostCodes];
        lengths[..ClearTable].Fill(1);
        var (count, bits, previous, total) = (EndOfData + 1, 9, 0, 0L);
        var (window, held) = (0u, 0);
        foreach (var value in compressed)
        {
            window = (window << 8) | value;
            held += 8;
            if (held < bits)
                continue;
            var code = (int)((window >> (held - bits)) & ((1u << bits) - 1));
            held -= bits;
            if (code == EndOfData || total > most)
                break;
            if (code == ClearTable)
            {
                (count, bits, previous) = (EndOfData + 1, 9, 0);
                continue;
            }
            // A code that is not there yet is the one before with its first byte again.
            var length = code < count && lengths[code] > 0 ? lengths[code] : previous + 1;
            total += length;
            if (previous > 0 && count < MostCodes)
                lengths[count++] = previous + 1;
            previous = length;
            bits = count < 511 ? 9 : count < 1023 ? 10 : count < 2047 ? 11 : 12;
        }
        return total;
    }
}
