namespace Ingestion.Core.Results.Parquet;

/// <summary>Copies a ColumnChunk of a footer (apache/parquet-format, parquet.thrift) with its offsets shifted.</summary>
internal static class ParquetColumnChunk
{
    private const short FilePath = 1;
    private const short FileOffset = 2;
    private const short MetaData = 3;
    private const short OffsetIndexOffset = 4;
    private const short OffsetIndexLength = 5;
    private const short ColumnIndexOffset = 6;
    private const short CryptoMetaData = 8;
    private const short EncryptedMetaData = 9;

    /// <summary>Copies the struct at the reader's position.</summary>
    public static void Copy(ref ThriftCompactReader reader, ThriftCompactWriter writer, ParquetOffsets offsets)
    {
        var (indexOffset, indexLength) = MoveOffsetIndex(reader, offsets);
        short last = 0;
        for (short id = 0; reader.TryReadField(ref id, out var type);)
        {
            writer.WriteField(ref last, id, type);
            switch (id, type)
            {
                case (FileOffset or ColumnIndexOffset, ThriftType.I64):
                    writer.WriteInteger(offsets.Shift(reader.ReadInteger()));
                    break;
                case (MetaData, ThriftType.Struct):
                    CopyMetaData(ref reader, writer, offsets);
                    break;
                case (OffsetIndexOffset, ThriftType.I64):
                    reader.ReadInteger();
                    writer.WriteInteger(indexOffset);
                    break;
                case (OffsetIndexLength, ThriftType.I32):
                    reader.ReadInteger();
                    writer.WriteInteger(indexLength);
                    break;
                case (FilePath, _):
                    throw new InvalidDataException("its data is in another file");
                case (CryptoMetaData or EncryptedMetaData, _):
                    throw new InvalidDataException("it is encrypted");
                default:
                    writer.WriteRaw(reader.ReadRaw(type));
                    break;
            }
        }
        writer.WriteStop();
    }

    /// <summary>Looks ahead (the reader is a copy): offset and length are two fields in any order.</summary>
    private static (long Offset, int Length) MoveOffsetIndex(ThriftCompactReader reader, ParquetOffsets offsets)
    {
        long offset = 0;
        long length = 0;
        for (short id = 0; reader.TryReadField(ref id, out var type);)
        {
            if (id == OffsetIndexOffset && type == ThriftType.I64)
                offset = reader.ReadInteger();
            else if (id == OffsetIndexLength && type == ThriftType.I32)
                length = reader.ReadInteger();
            else
                reader.ReadRaw(type);
        }
        return offset == 0 ? default : offsets.MoveOffsetIndex(offset, length);
    }

    private static void CopyMetaData(ref ThriftCompactReader reader, ThriftCompactWriter writer, ParquetOffsets offsets)
    {
        const short totalCompressedSize = 7;
        const short dataPageOffset = 9;
        const short indexPageOffset = 10;
        const short dictionaryPageOffset = 11;
        const short bloomFilterOffset = 14;
        var start = long.MaxValue;
        var size = -1L;
        short last = 0;
        for (short id = 0; reader.TryReadField(ref id, out var type);)
        {
            writer.WriteField(ref last, id, type);
            switch (id, type)
            {
                case (totalCompressedSize, ThriftType.I64):
                    size = reader.ReadInteger();
                    writer.WriteInteger(size);
                    break;
                case (dataPageOffset or indexPageOffset or dictionaryPageOffset or bloomFilterOffset, ThriftType.I64):
                    var offset = reader.ReadInteger();
                    if (id is dataPageOffset or dictionaryPageOffset && offset > 0)
                        start = Math.Min(start, offset);
                    writer.WriteInteger(offsets.Shift(offset));
                    break;
                default:
                    writer.WriteRaw(reader.ReadRaw(type));
                    break;
            }
        }
        writer.WriteStop();
        // A row group without rows has no pages.
        if (start != long.MaxValue || size != 0)
            offsets.Check(start, size);
    }
}
