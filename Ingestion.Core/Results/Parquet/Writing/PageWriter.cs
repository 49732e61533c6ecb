using System.Buffers;

namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>Compresses pages and writes them behind each other. Its memory is from a pool, and goes back to it.</summary>
internal sealed class PageWriter(Stream stream, PageCodec codec) : IDisposable
{
    private readonly ThriftCompactWriter _header = new();
    private byte[] _page = [];
    private byte[] _compressed = [];

    /// <summary>How the pages are compressed.</summary>
    public CompressionCodec Codec => codec.Codec;

    /// <summary>The bytes written so far: where in the file the next ones go.</summary>
    public long Position { get; private set; }

    /// <summary>Room for a page of so many bytes, which a Write then takes from its beginning.</summary>
    public Span<byte> Room(int bytes)
    {
        Grow(ref _page, bytes);
        return _page.AsSpan(0, bytes);
    }

    /// <summary>Writes a dictionary of <paramref name="count"/> values, whose bytes are the first of <see cref="Room"/>.</summary>
    public void WriteDictionary(ColumnChunkMetaData chunk, int bytes, int count)
    {
        chunk.DictionaryPageOffset = Position;
        short last = 0;
        var compressed = BeginHeader(PageType.Dictionary, bytes, areWords: false, ref last);
        _header.WriteField(ref last, 7, ThriftType.Struct);
        short field = 0;
        _header.WriteInteger(ref field, 1, ThriftType.I32, count);
        _header.WriteInteger(ref field, 2, ThriftType.I32, (int)ParquetEncoding.Plain);
        _header.WriteStop();
        WritePage(chunk, bytes, compressed);
    }

    /// <summary>Writes a data page of <paramref name="count"/> rows, levels and values, whose bytes are the first of <see cref="Room"/>.</summary>
    public void WriteData(ColumnChunkMetaData chunk, int bytes, int count)
    {
        if (chunk.DataPageCount++ == 0)
            chunk.DataPageOffset = Position;
        short last = 0;
        var compressed = BeginHeader(PageType.Data, bytes, areWords: chunk is { HasDictionary: false, Type: PhysicalType.Int64 or PhysicalType.Double }, ref last);
        _header.WriteField(ref last, 5, ThriftType.Struct);
        short field = 0;
        _header.WriteInteger(ref field, 1, ThriftType.I32, count);
        _header.WriteInteger(ref field, 2, ThriftType.I32, (int)(chunk.HasDictionary ? ParquetEncoding.RleDictionary : ParquetEncoding.Plain));
        _header.WriteInteger(ref field, 3, ThriftType.I32, (int)ParquetEncoding.Rle);
        _header.WriteInteger(ref field, 4, ThriftType.I32, (int)ParquetEncoding.Rle);
        _header.WriteStop();
        WritePage(chunk, bytes, compressed);
    }

    /// <summary>Writes bytes that are no page.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        Position += bytes.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_page);
        ArrayPool<byte>.Shared.Return(_compressed);
    }

    private int BeginHeader(PageType type, int bytes, bool areWords, ref short last)
    {
        Grow(ref _compressed, codec.MostBytes(bytes));
        var compressed = codec.Compress(_page.AsSpan(0, bytes), areWords, _compressed);
        _header.Clear();
        _header.WriteInteger(ref last, 1, ThriftType.I32, (int)type);
        _header.WriteInteger(ref last, 2, ThriftType.I32, bytes);
        _header.WriteInteger(ref last, 3, ThriftType.I32, compressed);
        return compressed;
    }

    private void WritePage(ColumnChunkMetaData chunk, int bytes, int compressed)
    {
        _header.WriteStop();
        var header = _header.Written.Span;
        chunk.UncompressedBytes += header.Length + bytes;
        chunk.CompressedBytes += header.Length + compressed;
        WriteRaw(header);
        WriteRaw(_compressed.AsSpan(0, compressed));
    }

    private static void Grow(ref byte[] buffer, int bytes)
    {
        if (buffer.Length >= bytes)
            return;
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = ArrayPool<byte>.Shared.Rent(bytes);
    }
}
