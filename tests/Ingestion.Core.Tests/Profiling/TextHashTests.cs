using System.Globalization;
using System.Text;
using CsCheck;
using Ingestion.Core.Profiling;
using Ingestion.Core.Profiling.Sketches;

namespace Ingestion.Core.Tests.Profiling;

public sealed class TextHashTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("000")]
    [InlineData("AB-00000")]
    [InlineData("user 000 @ x.de")]
    [InlineData("user 000 @ example.org")]
    public void Of_ManyLikeTexts_AreAllDifferentAndLookRandom(string format)
    {
        const int Texts = 200_000;
        var hashes = new HashSet<ulong>();
        var sketch = new HyperLogLog(14);
        for (var i = 0; i < Texts; i++)
        {
            var hash = TextHash.Of(Encoding.UTF8.GetBytes(i.ToString(format, CultureInfo.InvariantCulture)));
            hashes.Add(hash);
            sketch.Add(hash);
        }

        Assert.Equal(Texts, hashes.Count);
        Assert.InRange(sketch.Estimate(), Texts * 0.97, Texts * 1.03);
    }

    [Fact]
    public void Of_TwoTexts_IsTheSameOnlyForTheSame() =>
        Gen.Select(Gen.Byte[0, 3].Array[0, 20], Gen.Byte[0, 3].Array[0, 20]).Sample((a, b) => a.AsSpan().SequenceEqual(b) == (TextHash.Of(a) == TextHash.Of(b)));
}
