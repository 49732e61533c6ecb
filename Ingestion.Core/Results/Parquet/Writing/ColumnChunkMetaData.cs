namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>What the footer says of a column chunk that was written.</summary>
internal sealed class ColumnChunkMetaData
{
    private ColumnStatistics _statistics;

    public required string Name { get; init; }

    public required PhysicalType Type { get; init; }

    public required CompressionCodec Codec { get; init; }

    /// <summary>Rows, nulls among them.</summary>
    public required int ValueCount { get; init; }

    public required int NullCount { get; init; }

    /// <summary>Bytes of all pages with their headers, before they were compressed.</summary>
    public long UncompressedBytes { get; set; }

    /// <summary>Bytes of all pages with their headers, as they are in the file.</summary>
    public long CompressedBytes { get; set; }

    /// <summary>Where in the file the first data page begins.</summary>
    public long DataPageOffset { get; set; }

    /// <summary>Where in the file the dictionary begins; 0 where there is none.</summary>
    public long DictionaryPageOffset { get; set; }

    public int DataPageCount { get; set; }

    public bool HasDictionary => DictionaryPageOffset > 0;

    /// <summary>Where in the file its first page begins.</summary>
    public long Start => HasDictionary ? DictionaryPageOffset : DataPageOffset;

    /// <summary>Takes the least and the greatest value, which may be known at last when all are written.</summary>
    public void Take((byte[]? Min, byte[]? Max) bounds) => _statistics = new ColumnStatistics(NullCount, bounds.Min, bounds.Max);

    /// <summary>Writes the struct ColumnMetaData.</summary>
    public void Write(ThriftCompactWriter thrift)
    {
        short last = 0;
        thrift.WriteInteger(ref last, 1, ThriftType.I32, (int)Type);
        WriteEncodings(thrift, ref last);
        thrift.WriteField(ref last, 3, ThriftType.List);
        thrift.WriteListHeader(ThriftType.Binary, 1);
        thrift.WriteBinary(System.Text.Encoding.UTF8.GetBytes(Name));
        thrift.WriteInteger(ref last, 4, ThriftType.I32, (int)Codec);
        thrift.WriteInteger(ref last, 5, ThriftType.I64, ValueCount);
        thrift.WriteInteger(ref last, 6, ThriftType.I64, UncompressedBytes);
        thrift.WriteInteger(ref last, 7, ThriftType.I64, CompressedBytes);
        thrift.WriteInteger(ref last, 9, ThriftType.I64, DataPageOffset);
        if (HasDictionary)
            thrift.WriteInteger(ref last, 11, ThriftType.I64, DictionaryPageOffset);
        thrift.WriteField(ref last, 12, ThriftType.Struct);
        _statistics.Write(thrift);
        WriteEncodingStatistics(thrift, ref last);
        thrift.WriteStop();
    }

    private void WriteEncodings(ThriftCompactWriter thrift, ref short last)
    {
        thrift.WriteField(ref last, 2, ThriftType.List);
        thrift.WriteListHeader(ThriftType.I32, HasDictionary ? 3 : 2);
        thrift.WriteInteger((int)ParquetEncoding.Plain);
        thrift.WriteInteger((int)ParquetEncoding.Rle);
        if (HasDictionary)
            thrift.WriteInteger((int)ParquetEncoding.RleDictionary);
    }

    /// <summary>Pages by type and encoding: readers that look values up in the dictionary first need to know that no page does without it.</summary>
    private void WriteEncodingStatistics(ThriftCompactWriter thrift, ref short last)
    {
        thrift.WriteField(ref last, 13, ThriftType.List);
        thrift.WriteListHeader(ThriftType.Struct, HasDictionary ? 2 : 1);
        if (HasDictionary)
            WriteStatistic(thrift, PageType.Dictionary, ParquetEncoding.Plain, 1);
        WriteStatistic(thrift, PageType.Data, HasDictionary ? ParquetEncoding.RleDictionary : ParquetEncoding.Plain, DataPageCount);
    }

    private static void WriteStatistic(ThriftCompactWriter thrift, PageType page, ParquetEncoding encoding, int count)
    {
        short last = 0;
        thrift.WriteInteger(ref last, 1, ThriftType.I32, (int)page);
        thrift.WriteInteger(ref last, 2, ThriftType.I32, (int)encoding);
        thrift.WriteInteger(ref last, 3, ThriftType.I32, count);
        thrift.WriteStop();
    }
}
