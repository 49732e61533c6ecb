using CsCheck;
using Ingestion.Core.Pdf;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace Ingestion.Core.Tests.Pdf;

public sealed class LzwLengthTests
{
    [Fact]
    public void Length_IsWhatTheLibraryMakesOfIt() => Gen.Byte[0, 3].Array[0, 40_000].Sample(bytes =>
    {
        var compressed = Lzw.Encoded(bytes);

        Assert.Equal(bytes.Length, new LzwFilter().Decode(compressed, new DictionaryToken(new Dictionary<NameToken, IToken>()), DefaultFilterProvider.Instance, 0).Length);
        Assert.Equal(bytes.Length, LzwLength.Of(compressed, long.MaxValue));
    }, iter: 50);

    [Fact]
    public void Length_IsCountedNoFurtherThanAsked() => Assert.InRange(LzwLength.Of(Lzw.Encoded(new byte[1 << 20]), 1000), 1001, 6000);
}
