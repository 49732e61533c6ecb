using CsCheck;
using Ingestion.Core.Csv;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Csv;

public sealed class LineBreaksTests
{
    private static readonly Gen<byte[]> Sources = Gen.OneOf<byte>((byte)'a', (byte)'\r', (byte)'\n', (byte)'\n').Array[0, 300];

    [Fact]
    public void Count_AnyBytes_IsThatOfItsScalarTwin() =>
        Gen.Select(Sources, Gen.OneOf<byte>(0, (byte)'\r', (byte)'\n')).Sample(
            (bytes, previous) => Assert.Equal(LineBreaks.CountScalar(bytes, previous), LineBreaks.Count(bytes, previous)), iter: 20_000, print: t => Print.Of(t.Item1));

    [Fact]
    public void Count_BytesInTwoParts_IsThatOfTheWhole() =>
        Gen.Select(Sources, Gen.Int[0, 300]).Sample(
            (bytes, at) =>
            {
                var cut = Math.Min(at, bytes.Length);
                var previous = cut == 0 ? (byte)0 : bytes[cut - 1];
                Assert.Equal(LineBreaks.Count(bytes), LineBreaks.Count(bytes.AsSpan(0, cut)) + LineBreaks.Count(bytes.AsSpan(cut), previous));
            },
            iter: 20_000,
            print: t => $"{Print.Of(t.Item1)} at {t.Item2}");

    [Theory]
    [InlineData("a\nb", 0, 2)]
    [InlineData("a\r\nb", 0, 3)]
    [InlineData("a\rb", 0, 2)]
    [InlineData("a\n\nb", 2, 3)]
    [InlineData("ab", 1, 2)]
    [InlineData("", 0, 0)]
    public void NextLine_FromAnOffset_StandsAfterTheLineBreak(string text, int offset, int next) =>
        Assert.Equal(next, LineBreaks.NextLine(System.Text.Encoding.UTF8.GetBytes(text), offset));
}
