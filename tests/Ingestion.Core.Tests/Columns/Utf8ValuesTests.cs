using System.Globalization;
using System.Numerics;
using System.Text;
using CsCheck;
using Ingestion.Core.Columns;

namespace Ingestion.Core.Tests.Columns;

public sealed class Utf8ValuesTests
{
    private static readonly Gen<string> Digits = Gen.OneOf(Gen.Int[0, 4], Gen.Int[0, 22], Gen.Int[0, 45])
        .SelectMany(count => Gen.OneOf('0', '0', '1', '5', '9', '9').Array[count].Select(digits => new string(digits)));

    /// <summary>Numbers, nearly numbers and limits.</summary>
    private static readonly Gen<string> Numbers = Gen.OneOf(
        Gen.Select(Gen.OneOf("", "-", "+", "--", " ", "\t-"), Digits, Gen.OneOf("", ".", "", ".."), Digits, Gen.OneOf("", "", "", " ", "e5", "x", "-", "\n"),
            (sign, whole, point, decimals, tail) => sign + whole + point + decimals + tail),
        Gen.Select(Gen.OneOf(long.MaxValue.ToString(CultureInfo.InvariantCulture), "9223372036854775808", long.MinValue.ToString(CultureInfo.InvariantCulture), "-9223372036854775809", "999999999999999999", "1000000000000000000"),
            Gen.OneOf("", "+", "-", "0", "00000000000000000000"), (text, prefix) => text.StartsWith('-') ? "-" + prefix + text[1..] : prefix + text));

    [Fact]
    public void TryInteger_AnyText_AgreesWithBigInteger() =>
        Numbers.Sample(text =>
        {
            var expected = BigInteger.TryParse(text.Trim(' ', '\t'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exact)
                && exact >= long.MinValue && exact <= long.MaxValue;
            Assert.Equal(expected, Utf8Values.TryInteger(Encoding.UTF8.GetBytes(text), out var value));
            if (expected)
                Assert.Equal(exact, value);
        }, iter: 50_000);

    [Fact]
    public void TryDecimal_AnyText_AgreesWithExactArithmetic() =>
        Gen.Select(Numbers, Gen.Int[1, 38], Gen.Int[0, 38]).Sample((text, precision, scale) =>
        {
            scale = Math.Min(scale, precision);
            var expected = Units(text, precision, scale);
            var fits = Utf8Values.TryDecimal(Encoding.UTF8.GetBytes(text), precision, scale, out var value);
            Assert.Equal(expected is not null, fits);
            if (fits)
                Assert.Equal(expected, (BigInteger)value);
        }, iter: 50_000);

    [Fact]
    public void TryNarrowDecimal_AnyText_IsTryDecimalWith18Digits() =>
        Gen.Select(Numbers, Gen.Int[0, 18]).Sample((text, scale) =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var expected = Utf8Values.TryDecimal(bytes, ColumnSpec.NarrowPrecision, scale, out var wide);
            Assert.Equal(expected, Utf8Values.TryNarrowDecimal(bytes, scale, out var value));
            if (expected)
                Assert.Equal(wide, value);
        }, iter: 50_000);

    [Fact]
    public void TryDouble_ShortestText_IsTheSameDouble() =>
        Gen.Double.Sample(value =>
        {
            Assert.True(Utf8Values.TryDouble(Encoding.UTF8.GetBytes(value.ToString("R", CultureInfo.InvariantCulture)), out var read));
            Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(read));
        }, iter: 20_000);

    [Theory]
    [InlineData("1e400", false)]
    [InlineData("-1e400", false)]
    [InlineData("1e-400", false)]
    [InlineData("0e-400", true)]
    [InlineData("0.000", true)]
    [InlineData("Infinity", true)]
    [InlineData("-Infinity", true)]
    [InlineData("NaN", true)]
    [InlineData("1,5", false)]
    [InlineData(" 1.5\t", true)]
    [InlineData("\n1.5", false)]
    [InlineData("1.5\n", false)]
    [InlineData("", false)]
    public void TryDouble_LimitsAndForms_AreTakenOrRefused(string text, bool fits) =>
        Assert.Equal(fits, Utf8Values.TryDouble(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("true", true)]
    [InlineData(" YES ", true)]
    [InlineData("t", true)]
    [InlineData("1", true)]
    [InlineData("False", false)]
    [InlineData("n", false)]
    [InlineData("0", false)]
    [InlineData("maybe", null)]
    [InlineData("2", null)]
    [InlineData("truefalse", null)]
    [InlineData("", null)]
    public void TryBoolean_Words_AreTrueFalseOrRefused(string text, bool? expected) =>
        Assert.Equal(expected, Utf8Values.TryBoolean(Encoding.UTF8.GetBytes(text), out var value) ? value : null);

    /// <summary>The number in units of 10^-scale; null where it is none or does not fit.</summary>
    private static BigInteger? Units(string text, int precision, int scale)
    {
        text = text.Trim(' ', '\t');
        var point = text.IndexOf('.');
        var decimals = point < 0 ? "" : text[(point + 1)..];
        var whole = point < 0 ? text : text[..point];
        var sign = whole.StartsWith('-') ? -1 : 1;
        whole = whole.Length > 0 && whole[0] is '-' or '+' ? whole[1..] : whole;
        if (whole.Length + decimals.Length == 0 || !(whole + decimals).All(char.IsAsciiDigit) || decimals.TrimEnd('0').Length > scale)
            return null;
        var units = BigInteger.Parse("0" + whole + decimals.TrimEnd('0').PadRight(scale, '0'), CultureInfo.InvariantCulture);
        return units < BigInteger.Pow(10, precision) ? sign * units : null;
    }
}
