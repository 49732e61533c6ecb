namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>How values lie in the file. Numbers here and below are those of apache/parquet-format, parquet.thrift.</summary>
internal enum PhysicalType
{
    Boolean = 0,
    Int32 = 1,
    Int64 = 2,
    Double = 5,
    ByteArray = 6,
    FixedLenByteArray = 7,
}

/// <summary>How the values of a page are encoded.</summary>
internal enum ParquetEncoding
{
    Plain = 0,
    Rle = 3,
    RleDictionary = 8,
}

/// <summary>How a page is compressed.</summary>
internal enum CompressionCodec
{
    Uncompressed = 0,
    Snappy = 1,
    Zstd = 6,
}

/// <summary>What a page holds.</summary>
internal enum PageType
{
    Data = 0,
    Dictionary = 2,
}
