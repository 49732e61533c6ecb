using CsCheck;
using Ingestion.Core.Results.Parquet;

namespace Ingestion.Core.Tests.Results;

public sealed class ThriftCompactTests
{
    [Fact]
    public void ReadRaw_RandomBytes_EndsWithAValueOrAnAnswer() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 15]).Sample((bytes, type) =>
        {
            try
            {
                var reader = new ThriftCompactReader(bytes);
                Assert.True(reader.ReadRaw((ThriftType)type).Length <= bytes.Length);
            }
            catch (InvalidDataException)
            {
                return;
            }
        }, iter: 200_000);

    [Fact]
    public void ReadRaw_EndlessNesting_IsRefused()
    {
        // Structs in structs: field 1 of type struct, again and again.
        var bytes = Enumerable.Repeat((byte)0x1C, 1_000_000).ToArray();

        Assert.Throws<InvalidDataException>(() => new ThriftCompactReader(bytes).ReadRaw(ThriftType.Struct).Length);
    }

    [Theory]
    [InlineData((int)ThriftType.List, new byte[] { 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F })]
    [InlineData((int)ThriftType.Binary, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    [InlineData((int)ThriftType.Map, new byte[] { 0xFF, 0xFF, 0xFF, 0x7F, 0x55 })]
    [InlineData((int)ThriftType.I64, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    public void ReadRaw_LengthBeyondTheBytes_IsRefused(int type, byte[] bytes) =>
        Assert.Throws<InvalidDataException>(() => new ThriftCompactReader(bytes).ReadRaw((ThriftType)type).Length);

    [Fact]
    public void WriteInteger_AnyValue_ReadsBack() =>
        Gen.Long.Sample(value =>
        {
            var writer = new ThriftCompactWriter();
            writer.WriteInteger(value);
            var reader = new ThriftCompactReader(writer.Written.Span);
            return reader.ReadInteger() == value && reader.Position == writer.Written.Length;
        });

    [Fact]
    public void WriteField_AnyIds_ReadsBack() =>
        Gen.Short.Array[0, 30].Sample(ids =>
        {
            var writer = new ThriftCompactWriter();
            short last = 0;
            foreach (var id in ids)
                writer.WriteField(ref last, id, ThriftType.True);
            writer.WriteStop();
            var reader = new ThriftCompactReader(writer.Written.Span);
            var found = new List<short>();
            for (short id = 0; reader.TryReadField(ref id, out var type);)
            {
                Assert.Equal(ThriftType.True, type);
                found.Add(id);
            }
            Assert.Equal(ids, found);
        });

    [Theory]
    [InlineData(0)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(300)]
    public void WriteListHeader_AnyCount_ReadsBack(int count)
    {
        var writer = new ThriftCompactWriter();
        writer.WriteListHeader(ThriftType.I32, count);
        for (var index = 0; index < count; index++)
            writer.WriteInteger(index);

        var reader = new ThriftCompactReader(writer.Written.Span);

        Assert.Equal(count, reader.ReadListHeader(out var type));
        Assert.Equal(ThriftType.I32, type);
    }
}
