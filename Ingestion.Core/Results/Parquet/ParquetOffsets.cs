using Ingestion.Core.Artifacts;

namespace Ingestion.Core.Results.Parquet;

/// <summary>Where a part's offsets lead in the joined file.</summary>
/// <param name="part">The part.</param>
/// <param name="dataEnd">Where the part's footer begins: its data section is [4, dataEnd).</param>
/// <param name="start">Where its data section begins in the joined file.</param>
internal sealed class ParquetOffsets(ArtifactReader part, long dataEnd, long start)
{
    /// <summary>The length of the magic number, after which the data section begins.</summary>
    public const int DataStart = 4;

    private readonly ThriftCompactWriter _offsetIndexes = new();

    /// <summary>The part's offset indexes, rewritten; they follow its data section in the joined file.</summary>
    public ReadOnlyMemory<byte> OffsetIndexes => _offsetIndexes.Written;

    /// <summary>An offset in the part as one in the joined file. 0 stands for "none" and stays.</summary>
    public long Shift(long offset)
    {
        if (offset == 0)
            return 0;
        Check(offset, 0);
        return checked(offset - DataStart + start);
    }

    /// <summary>Verifies that a range lies in the part's data section.</summary>
    public void Check(long offset, long length)
    {
        if (offset < DataStart || offset > dataEnd || length < 0 || length > dataEnd - offset)
            throw new InvalidDataException($"its metadata points to bytes {offset} to {offset + length}, outside its data");
    }

    /// <summary>
    /// Rewrites an OffsetIndex, whose page locations are offsets in the file too, and says where it lies in the joined file.
    /// (A ColumnIndex has no offsets: it is copied with the data.)
    /// </summary>
    public (long Offset, int Length) MoveOffsetIndex(long offset, long length)
    {
        Check(offset, length);
        var bytes = new byte[length];
        if (part.ReadFully(offset, bytes) != bytes.Length)
            throw new InvalidDataException("it ends too early");
        var newOffset = start + (dataEnd - DataStart) + _offsetIndexes.Written.Length;
        var before = _offsetIndexes.Written.Length;
        CopyOffsetIndex(bytes);
        return (newOffset, _offsetIndexes.Written.Length - before);
    }

    private void CopyOffsetIndex(ReadOnlySpan<byte> bytes)
    {
        const short pageLocations = 1;
        var reader = new ThriftCompactReader(bytes);
        short last = 0;
        for (short id = 0; reader.TryReadField(ref id, out var type);)
        {
            _offsetIndexes.WriteField(ref last, id, type);
            if (id != pageLocations || type != ThriftType.List)
            {
                _offsetIndexes.WriteRaw(reader.ReadRaw(type));
                continue;
            }
            var count = reader.ReadListHeader(out var elementType);
            if (count > 0 && elementType != ThriftType.Struct)
                throw new InvalidDataException("its offset index is damaged");
            _offsetIndexes.WriteListHeader(ThriftType.Struct, count);
            for (; count > 0; count--)
                CopyPageLocation(ref reader);
        }
        _offsetIndexes.WriteStop();
    }

    private void CopyPageLocation(ref ThriftCompactReader reader)
    {
        const short pageOffset = 1;
        short last = 0;
        for (short id = 0; reader.TryReadField(ref id, out var type);)
        {
            _offsetIndexes.WriteField(ref last, id, type);
            if (id == pageOffset && type == ThriftType.I64)
                _offsetIndexes.WriteInteger(Shift(reader.ReadInteger()));
            else
                _offsetIndexes.WriteRaw(reader.ReadRaw(type));
        }
        _offsetIndexes.WriteStop();
    }
}
