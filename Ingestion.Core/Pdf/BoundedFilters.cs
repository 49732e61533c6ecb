using System.IO.Compression;
using System.Runtime.InteropServices;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace Ingestion.Core.Pdf;

/// <summary>The library's filters (ISO 32000-1, 7.4), each asking first how much its stream becomes: the library would make it all at once.</summary>
internal sealed class BoundedFilters(PdfBudget budget) : BaseFilterProvider(Bounded(budget)), IFilterProvider
{
    private static readonly string[] Names =
    [
        "ASCII85Decode", "A85", "ASCIIHexDecode", "AHx", "CCITTFaxDecode", "CCF", "DCTDecode", "DCT", "FlateDecode", "Fl",
        "JBIG2Decode", "JPXDecode", "RunLengthDecode", "RL", "LZWDecode", "LZW",
    ];

    /// <summary>What the document may cost.</summary>
    public PdfBudget Budget { get; } = budget;

    IReadOnlyList<IFilter> IFilterProvider.GetFilters(DictionaryToken dictionary)
    {
        Budget.Check();
        return GetFilters(dictionary);
    }

    private static Dictionary<string, IFilter> Bounded(PdfBudget budget) => Names.ToDictionary(
        name => name, IFilter (name) => new BoundedFilter(DefaultFilterProvider.Instance.GetNamedFilters([NameToken.Create(name)])[0], budget));

    private sealed class BoundedFilter(IFilter filter, PdfBudget budget) : IFilter
    {
        // A code of LZW is at most 4,095 bytes for at least nine bits.
        private const int MostLzwRatio = 3641;

        // A row of a predictor is a page's width of pixels, or a few bytes of a table.
        private const int MostRowBytes = 1 << 20;

        public bool IsSupported => filter.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            budget.Check();
            CheckRows(DecodeParameterResolver.GetFilterParameters(streamDictionary, filterIndex));
            switch (filter)
            {
                case FlateFilter:
                    budget.Take(InflatedBytes(input));
                    break;
                case LzwFilter when input.Length * (long)MostLzwRatio > budget.LeftBytes:
                    budget.Take(LzwLength.Of(input.Span, budget.LeftBytes));
                    break;
            }
            var decoded = filter.Decode(input, streamDictionary, filterProvider, filterIndex);
            if (filter is not FlateFilter)
                budget.Take(decoded.Length);
            CharacterMaps.Check(decoded.Span, budget);
            return decoded;
        }

        private void CheckRows(DictionaryToken parameters)
        {
            long row = 1;
            foreach (var name in (ReadOnlySpan<NameToken>)[NameToken.Columns, NameToken.Colors, NameToken.BitsPerComponent])
                row *= parameters.TryGet(name, out var token) && token is NumericToken number ? Math.Clamp((long)number.Double, 1, 1 << 20) : 1;
            if (row > MostRowBytes * 8L)
                budget.Take(long.MaxValue / 2);
        }

        private long InflatedBytes(Memory<byte> input)
        {
            // Two bytes of zlib's header (RFC 1950), which damaged files may lack.
            var compressed = MemoryMarshal.TryGetArray((ReadOnlyMemory<byte>)input[Math.Min(2, input.Length)..], out var array) ? array : input.ToArray();
            using var inflated = new DeflateStream(new MemoryStream(compressed.Array!, compressed.Offset, compressed.Count, writable: false), CompressionMode.Decompress);
            var buffer = new byte[64 * 1024];
            long bytes = 0;
            try
            {
                for (int read; bytes <= budget.LeftBytes && (read = inflated.Read(buffer)) > 0;)
                    bytes += read;
            }
            catch (InvalidDataException)
            {
                // What came before the damage is what the library reads too.
            }
            return bytes;
        }
    }
}
