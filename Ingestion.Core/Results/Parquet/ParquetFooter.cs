namespace Ingestion.Core.Results.Parquet;

/// <summary>
/// One footer made of many: the row groups of all parts with their offsets shifted to where the parts' bytes lie in the
/// joined file. Field numbers are those of apache/parquet-format, parquet.thrift. Fields without an offset, known or
/// not, are copied as raw bytes.
/// </summary>
internal sealed class ParquetFooter
{
    private const short Schema = 2;
    private const short NumRows = 3;
    private const short RowGroups = 4;
    private const short EncryptionAlgorithm = 8;
    private const short FooterSigningKey = 9;

    private readonly List<(short Id, ThriftType Type, byte[] Raw)> _fields = [];
    private readonly ThriftCompactWriter _rowGroups = new();
    private byte[]? _schema;
    private long _rows;
    private int _rowGroupCount;

    /// <summary>Takes the footer of one part and returns its number of rows.</summary>
    /// <exception cref="InvalidDataException">It is not the footer of a part of this result.</exception>
    public long Add(ReadOnlySpan<byte> footer, ParquetOffsets offsets)
    {
        var reader = new ThriftCompactReader(footer);
        var isFirst = _schema is null;
        long? rows = null;
        long? rowsOfGroups = null;
        var hasSchema = false;
        for (short id = 0; reader.TryReadField(ref id, out var type);)
        {
            switch (id, type)
            {
                case (NumRows, ThriftType.I64):
                    rows = reader.ReadInteger();
                    break;
                case (RowGroups, ThriftType.List):
                    rowsOfGroups = AddRowGroups(ref reader, offsets);
                    break;
                case (EncryptionAlgorithm or FooterSigningKey, _):
                    throw new InvalidDataException("it is encrypted or signed");
                case (Schema, ThriftType.List):
                    hasSchema = true;
                    CheckSchema(reader.ReadRaw(type));
                    if (isFirst)
                        _fields.Add((id, type, _schema!));
                    break;
                default:
                    var raw = reader.ReadRaw(type);
                    if (isFirst)
                        _fields.Add((id, type, raw.ToArray()));
                    break;
            }
        }
        if (!hasSchema || rows is null || rows != rowsOfGroups)
            throw new InvalidDataException("its metadata is incomplete");
        _rows = checked(_rows + rows.Value);
        return rows.Value;
    }

    /// <summary>The footer of the joined file.</summary>
    public byte[] ToArray()
    {
        var writer = new ThriftCompactWriter();
        var total = new ThriftCompactWriter();
        total.WriteInteger(_rows);
        var groups = new ThriftCompactWriter();
        groups.WriteListHeader(ThriftType.Struct, _rowGroupCount);
        groups.WriteRaw(_rowGroups.Written.Span);
        var fields = _fields
            .Append((Id: NumRows, Type: ThriftType.I64, Raw: total.Written.ToArray()))
            .Append((Id: RowGroups, Type: ThriftType.List, Raw: groups.Written.ToArray()));
        short last = 0;
        foreach (var (id, type, raw) in fields.OrderBy(field => field.Id))
        {
            writer.WriteField(ref last, id, type);
            writer.WriteRaw(raw);
        }
        writer.WriteStop();
        return writer.Written.ToArray();
    }

    private void CheckSchema(ReadOnlySpan<byte> schema)
    {
        if (_schema is null)
            _schema = schema.ToArray();
        else if (!schema.SequenceEqual(_schema))
            throw new InvalidDataException("its schema is not that of the first part");
    }

    private long AddRowGroups(ref ThriftCompactReader reader, ParquetOffsets offsets)
    {
        var rows = 0L;
        for (var left = ReadStructs(ref reader); left > 0; left--)
        {
            rows = checked(rows + CopyRowGroup(ref reader, offsets));
            _rowGroupCount++;
        }
        return rows;
    }

    private long CopyRowGroup(ref ThriftCompactReader reader, ParquetOffsets offsets)
    {
        const short columns = 1;
        const short numRows = 3;
        const short fileOffset = 5;
        const short ordinal = 7;
        var rows = 0L;
        short last = 0;
        for (short id = 0; reader.TryReadField(ref id, out var type);)
        {
            // The ordinal is optional and 16 bits wide.
            if (id == ordinal && _rowGroupCount > short.MaxValue)
            {
                reader.ReadRaw(type);
                continue;
            }
            _rowGroups.WriteField(ref last, id, type);
            switch (id, type)
            {
                case (columns, ThriftType.List):
                    var count = ReadStructs(ref reader);
                    _rowGroups.WriteListHeader(ThriftType.Struct, count);
                    for (; count > 0; count--)
                        ParquetColumnChunk.Copy(ref reader, _rowGroups, offsets);
                    break;
                case (numRows, ThriftType.I64):
                    rows = reader.ReadInteger();
                    _rowGroups.WriteInteger(rows);
                    break;
                case (fileOffset, ThriftType.I64):
                    _rowGroups.WriteInteger(offsets.Shift(reader.ReadInteger()));
                    break;
                case (ordinal, ThriftType.I16):
                    reader.ReadInteger();
                    _rowGroups.WriteInteger(_rowGroupCount);
                    break;
                default:
                    _rowGroups.WriteRaw(reader.ReadRaw(type));
                    break;
            }
        }
        _rowGroups.WriteStop();
        return rows;
    }

    private static int ReadStructs(ref ThriftCompactReader reader)
    {
        var count = reader.ReadListHeader(out var elementType);
        if (count > 0 && elementType != ThriftType.Struct)
            throw new InvalidDataException("its metadata has a list of another type than expected");
        return count;
    }
}
