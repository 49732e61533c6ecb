using System.Text;
using CsCheck;
using Ingestion.Core.Csv;

namespace Ingestion.Core.Tests.Csv;

public sealed class Utf8TextTests
{
    private static readonly string[] Characters = ["a", "\n", "é", "я", "東", "\uFFFD", "\u0800", "\uD7FF", "👍", "\U00010000", "\U0010FFFF"];

    // What ends a character too early or too late, is longer than it has to be, a surrogate, or beyond the last character.
    private static readonly byte[][] Wrongs =
    [
        [0], [0x80], [0xBF, 0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xE2, 0x82], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
        [0xF0, 0x9F, 0x91], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFF],
    ];

    private static readonly Gen<byte[]> GenText =
        Gen.Select(Gen.Int[0, Characters.Length - 1], Gen.Int[1, 70]).Array[1, 30].Select(runs =>
            Encoding.UTF8.GetBytes(string.Concat(runs.Select(run => string.Concat(Enumerable.Repeat(Characters[run.Item1], run.Item2))))));

    [Fact]
    public void IsText_AnyText_IsSo() => GenText.Sample(text => Assert.True(Utf8Text.IsText(text)), iter: 3000);

    [Fact]
    public void IsText_SomethingWrongAnywhere_IsWhatTheScalarTwinSays() =>
        Gen.Select(GenText, Gen.Int[0, Wrongs.Length - 1], Gen.Int[0, 100_000]).Sample((text, wrong, at) =>
        {
            at %= text.Length + 1;
            byte[] broken = [.. text[..at], .. Wrongs[wrong], .. text[at..]];
            Assert.Equal(Utf8Text.IsTextScalar(broken), Utf8Text.IsText(broken));
        }, iter: 20_000);

    [Fact]
    public void IsText_CutAnywhere_IsWhatTheScalarTwinSays() =>
        Gen.Select(GenText, Gen.Int[0, 100_000], Gen.Int[0, 100_000]).Sample((text, from, to) =>
        {
            from %= text.Length;
            var cut = text[from..(from + (to % (text.Length - from + 1)))];
            Assert.Equal(Utf8Text.IsTextScalar(cut), Utf8Text.IsText(cut));
        }, iter: 20_000);

    [Fact]
    public void IsText_RandomBytes_IsWhatTheScalarTwinSays() =>
        Gen.Select(Gen.Byte.Array[0, 600], Gen.Byte).Sample((bytes, mask) =>
        {
            // Few bits set: longer stretches that are right.
            var thinned = bytes.Select((value, index) => index % 37 == 0 ? value : (byte)((value & mask & 0x7F) | 1)).ToArray();
            Assert.Equal(Utf8Text.IsTextScalar(thinned), Utf8Text.IsText(thinned));
        }, iter: 20_000);
}
