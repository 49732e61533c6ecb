using System.Buffers.Binary;
using Ingestion.Core.Results.Parquet;

namespace Ingestion.Core.Tests.Results;

/// <summary>Follows every offset of a file's footer and page index (apache/parquet-format, parquet.thrift) to what lies there.</summary>
internal static class PageIndexes
{
    public static void AssertLeadToPages(byte[] file, bool expected)
    {
        var footerBytes = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - 8));
        var reader = new ThriftCompactReader(file.AsSpan(file.Length - 8 - footerBytes, footerBytes));
        for (short id = 0; reader.TryReadField(ref id, out var type);)
        {
            if (id != 4)
            {
                reader.ReadRaw(type);
                continue;
            }
            for (int count = reader.ReadListHeader(out _), ordinal = 0; ordinal < count; ordinal++)
                CheckRowGroup(ref reader, file, ordinal, expected);
        }
        Assert.Equal(footerBytes, reader.Position);
    }

    private static void CheckRowGroup(ref ThriftCompactReader reader, byte[] file, int ordinal, bool expected)
    {
        for (short id = 0; reader.TryReadField(ref id, out var type);)
        {
            if (id == 7)
                Assert.Equal(ordinal, reader.ReadInteger());
            else if (id != 1)
                reader.ReadRaw(type);
            else
            {
                for (var count = reader.ReadListHeader(out _); count > 0; count--)
                    CheckColumnChunk(ref reader, file, expected);
            }
        }
    }

    private static void CheckColumnChunk(ref ThriftCompactReader reader, byte[] file, bool expected)
    {
        long dataPage = 0, values = 0;
        var index = new Dictionary<short, long>();
        for (short id = 0; reader.TryReadField(ref id, out var type);)
        {
            if (id == 3)
                (dataPage, values) = ReadMetaData(ref reader);
            else if (type is ThriftType.I64 or ThriftType.I32)
                index[id] = reader.ReadInteger();
            else
                reader.ReadRaw(type);
        }
        if (values == 0)
            return;
        AssertPage(file, dataPage, null);
        Assert.Equal(expected, index.ContainsKey(4));
        if (!expected)
            return;
        var locations = ReadOffsetIndex(file.AsSpan((int)index[4], (int)index[5]));
        Assert.Equal(dataPage, locations[0].Offset);
        foreach (var (offset, size) in locations)
            AssertPage(file, offset, size);
        if (index.TryGetValue(6, out var columnIndex))
            Assert.Equal(index[7], new ThriftCompactReader(file.AsSpan((int)columnIndex, (int)index[7])).ReadRaw(ThriftType.Struct).Length);
    }

    private static (long DataPage, long Values) ReadMetaData(ref ThriftCompactReader reader)
    {
        long dataPage = 0, values = 0;
        for (short id = 0; reader.TryReadField(ref id, out var type);)
        {
            if (id == 9)
                dataPage = reader.ReadInteger();
            else if (id == 5)
                values = reader.ReadInteger();
            else
                reader.ReadRaw(type);
        }
        return (dataPage, values);
    }

    private static List<(long Offset, long Size)> ReadOffsetIndex(ReadOnlySpan<byte> bytes)
    {
        var locations = new List<(long, long)>();
        var reader = new ThriftCompactReader(bytes);
        for (short id = 0; reader.TryReadField(ref id, out var type);)
        {
            if (id != 1)
            {
                reader.ReadRaw(type);
                continue;
            }
            for (var count = reader.ReadListHeader(out _); count > 0; count--)
            {
                var fields = new Dictionary<short, long>();
                for (short field = 0; reader.TryReadField(ref field, out _);)
                    fields[field] = reader.ReadInteger();
                locations.Add((fields[1], fields[2]));
            }
        }
        Assert.Equal(bytes.Length, reader.Position);
        return locations;
    }

    /// <summary>A data page's header: field 1 is its type, 0 (v1) or 3 (v2), field 3 the size of what follows the header.</summary>
    private static void AssertPage(byte[] file, long offset, long? size)
    {
        var reader = new ThriftCompactReader(file.AsSpan((int)offset));
        long pageType = -1, compressed = -1;
        for (short id = 0; reader.TryReadField(ref id, out var type);)
        {
            if (id == 1)
                pageType = reader.ReadInteger();
            else if (id == 3)
                compressed = reader.ReadInteger();
            else
                reader.ReadRaw(type);
        }
        Assert.True(pageType is 0 or 3, $"page type {pageType} at {offset}");
        if (size is not null)
            Assert.Equal(size, reader.Position + compressed);
    }
}
