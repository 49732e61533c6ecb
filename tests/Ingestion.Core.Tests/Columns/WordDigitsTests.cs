using System.Text;
using CsCheck;
using Ingestion.Core.Columns;
using Ingestion.Core.Records;

namespace Ingestion.Core.Tests.Columns;

public sealed class WordDigitsTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Select(Gen.OneOf("", "", "-", "+", " "), Gen.Char["0123456789"].Array[0, 18], Gen.OneOf("", ".", ".", ".."), Gen.Char["0123456789"].Array[0, 10], Gen.OneOf("", "", "", "x", " ", "-", "\0"),
            (sign, whole, point, decimals, tail) => sign + new string(whole) + point + new string(decimals) + tail),
        Gen.Char["0123456789./:-+ \0ÿ"].Array[1, 20].Select(chars => new string(chars)));

    // What is behind a number must not matter.
    private static readonly Gen<string> Behind = Gen.OneOf(Gen.Const(","), Gen.Const("."), Gen.Char["0123456789.,-\n"].Array[1, 20].Select(chars => new string(chars)));

    [Fact]
    public void TryInteger_AnyText_SaysWhatTheScalarTwinDoes() => Gen.Select(Text.Where(text => text.Length > 0), Behind).Sample((text, behind) =>
    {
        var (bytes, field) = Field(text, behind);
        if (WordDigits.TryInteger(ref field[0], bytes.Length, out var value))
            Assert.Equal((true, value), (Utf8Values.TryInteger(bytes, out var expected), expected));
        else
            Assert.False(IsPlain(text, decimals: 0), text);
    }, iter: 50_000);

    [Fact]
    public void TryNarrowDecimal_AnyText_SaysWhatTheScalarTwinDoes() => Gen.Select(Text.Where(text => text.Length > 0), Behind, Gen.Int[0, 18]).Sample((text, behind, scale) =>
    {
        var (bytes, field) = Field(text, behind);
        if (WordDigits.TryNarrowDecimal(ref field[0], bytes.Length, scale, out var value))
            Assert.Equal((true, value), (Utf8Values.TryNarrowDecimal(bytes, scale, out var expected), expected));
        else
            Assert.False(scale <= 2 && IsPlain(text, scale), text);
    }, iter: 50_000);

    [Fact]
    public void TryWideDecimal_AnyText_SaysWhatTheScalarTwinDoes() => Gen.Select(Text.Where(text => text.Length > 0), Behind, Gen.Int[0, 20]).Sample((text, behind, scale) =>
    {
        var (bytes, field) = Field(text, behind);
        if (WordDigits.TryWideDecimal(ref field[0], bytes.Length, scale, out var value))
            Assert.Equal((true, value), (Utf8Values.TryDecimal(bytes, ColumnSpec.MaxPrecision, scale, out var expected), expected));
    }, iter: 50_000);

    [Fact]
    public void TryDouble_AnyText_IsTheSameDouble() => Gen.Select(Text.Where(text => text.Length > 0), Behind).Sample((text, behind) =>
    {
        var (bytes, field) = Field(text, behind);
        if (WordDigits.TryDouble(ref field[0], bytes.Length, out var value))
            Assert.Equal((true, BitConverter.DoubleToInt64Bits(value)), (Utf8Values.TryDouble(bytes, out var expected), BitConverter.DoubleToInt64Bits(expected)));
    }, iter: 50_000);

    /// <summary>Whether it is digits, perhaps with some behind a point, such as are in nearly every field: the scalar twin is for others.</summary>
    private static bool IsPlain(string text, int decimals) =>
        text.Length is > 0 and <= 8 && text.Split('.') is { Length: 1 or 2 } parts && Array.TrueForAll(parts, part => part.Length > 0 && part.All(char.IsAsciiDigit))
        && (parts.Length == 1 || parts[1].Length <= decimals);

    private static (byte[] Bytes, byte[] Field) Field(string text, string behind)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return (bytes, [.. bytes, .. Encoding.UTF8.GetBytes(behind), .. new byte[RecordBytes.PaddingBytes]]);
    }
}
