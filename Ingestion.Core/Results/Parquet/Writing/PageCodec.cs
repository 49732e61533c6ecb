using Ingestion.Contracts;
using ZstdSharp;

namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>Compresses pages.</summary>
internal abstract class PageCodec : IDisposable
{
    /// <summary>What it is called in the file.</summary>
    public abstract CompressionCodec Codec { get; }

    /// <summary>The codec of an output option.</summary>
    public static PageCodec Create(OutputCompression compression) =>
        compression == OutputCompression.Zstd ? new ZstdCodec() : new SnappyCodec();

    /// <summary>The most that so many bytes become.</summary>
    public abstract int MostBytes(int bytes);

    /// <summary>Compresses a page into <paramref name="target"/>, which has room for <see cref="MostBytes"/>, and returns the length.</summary>
    /// <param name="page">The page.</param>
    /// <param name="areWords">Whether it ends with values of 8 bytes each.</param>
    /// <param name="target">Where to.</param>
    public abstract int Compress(ReadOnlySpan<byte> page, bool areWords, Span<byte> target);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    private sealed class SnappyCodec : PageCodec
    {
        public override CompressionCodec Codec => CompressionCodec.Snappy;

        public override int MostBytes(int bytes) => SnappyEncoder.MostBytes(bytes);

        public override int Compress(ReadOnlySpan<byte> page, bool areWords, Span<byte> target) =>
            areWords ? SnappyEncoder.CompressWords(page, target) : SnappyEncoder.Compress(page, target);
    }

    private sealed class ZstdCodec : PageCodec
    {
        private readonly Compressor _compressor = new();

        public override CompressionCodec Codec => CompressionCodec.Zstd;

        public override int MostBytes(int bytes) => Compressor.GetCompressBound(bytes);

        public override int Compress(ReadOnlySpan<byte> page, bool areWords, Span<byte> target) => _compressor.Wrap(page, target);

        public override void Dispose()
        {
            _compressor.Dispose();
            base.Dispose();
        }
    }
}
