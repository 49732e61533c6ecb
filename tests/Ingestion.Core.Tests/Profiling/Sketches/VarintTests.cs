using CsCheck;
using Ingestion.Core.Profiling.Sketches;

namespace Ingestion.Core.Tests.Profiling.Sketches;

public sealed class VarintTests
{
    [Fact]
    public void Write_AnyNumbers_AreReadAgain() => Gen.Long.Array[1, 20].Sample(numbers =>
    {
        var bytes = new byte[numbers.Length * 10];
        var length = 0;
        foreach (var number in numbers)
            length += Varint.Write(Varint.ZigZag(number), bytes.AsSpan(length));

        ReadOnlySpan<byte> left = bytes.AsSpan(0, length);
        foreach (var number in numbers)
            Assert.Equal(number, Varint.UnZigZag(Varint.Read(ref left)));
        Assert.True(left.IsEmpty);
    });

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-64, 1)]
    [InlineData(64, 2)]
    [InlineData(long.MaxValue, 10)]
    [InlineData(long.MinValue, 10)]
    public void Write_NumberNearZero_TakesFewBytes(long number, int expected) => Assert.Equal(expected, Varint.Write(Varint.ZigZag(number), new byte[10]));
}
