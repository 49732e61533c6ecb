using System.Runtime.Intrinsics.X86;
using System.Text;
using CsCheck;
using Ingestion.Core.Csv;

namespace Ingestion.Core.Tests.Csv;

public sealed class Utf8CheckTests
{
    private static readonly Gen<byte[]> Character = Gen.OneOf(
        Gen.Int[1, 0x10FFFF].Where(value => value is < 0xD800 or > 0xDFFF).Select(value => Encoding.UTF8.GetBytes(char.ConvertFromUtf32(value))),
        Gen.Char['a', 'z'].Select(letter => new[] { (byte)letter }),
        Gen.OneOf("é", "ß", "ş", "한", "😀").Select(Encoding.UTF8.GetBytes));

    [Fact]
    public void IsText_AnyTextWithOneByteChanged_SaysWhatTheScalarTwinDoes() =>
        Gen.Select(Character.Array[40, 200], Gen.Int[0, 700], Gen.Byte, Gen.Int[0, 3]).Sample(
            (characters, at, changed, cut) =>
            {
                var bytes = characters.SelectMany(character => character).SkipLast(cut).ToArray();
                if (at < bytes.Length)
                    bytes[at] = changed;
                AssertAgrees(bytes);
            },
            iter: 30_000);

    [Fact]
    public void IsText_EverySequenceOfTwoAndSomeOfFour_AtEveryPlace_SaysWhatTheScalarTwinDoes()
    {
        var bytes = new byte[192];
        for (var pair = 0; pair < 1 << 16; pair++)
        {
            Array.Fill(bytes, (byte)'x');
            var at = pair % 188;
            (bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]) = ((byte)(pair >> 8), (byte)pair, (byte)(0x80 | (pair * 7 & 0x3F)), (byte)(pair % 3 == 0 ? 'x' : 0x80));
            AssertAgrees(bytes);
        }
    }

    private static void AssertAgrees(byte[] bytes)
    {
        var expected = Utf8Check.IsTextScalar(bytes);
        Assert.Equal(expected, Utf8Check.IsText(bytes));
        if (bytes.Length < 128)
            return;
        if (Avx2.IsSupported)
            Assert.Equal(expected, Utf8Check.IsText256(bytes));
        if (Avx512BW.IsSupported)
            Assert.Equal(expected, Utf8Check.IsText512(bytes));
    }
}
