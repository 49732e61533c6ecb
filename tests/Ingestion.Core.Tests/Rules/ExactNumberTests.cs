using System.Globalization;
using CsCheck;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Tests.Rules;

public sealed class ExactNumberTests
{
    [Fact]
    public void TryParse_AnyDecimal_ComparesAndRoundsAsDecimalDoes() =>
        Gen.Select(Gen.Decimal[-1000, 1000], Gen.Decimal[-1000, 1000], Gen.Int[0, 5], Gen.Bool).Sample((a, b, scale, up) =>
        {
            Assert.True(ExactNumber.TryParse(a.ToString(CultureInfo.InvariantCulture), out var left));
            Assert.True(ExactNumber.TryParse(b.ToString(CultureInfo.InvariantCulture), out var right));
            Assert.Equal(a.CompareTo(b), left.CompareTo(right));
            var scaled = a * (decimal)Math.Pow(10, scale);
            Assert.Equal((Int128)(up ? decimal.Ceiling(scaled) : decimal.Floor(scaled)), left.ToUnits(scale, up));
        }, iter: 5000);

    [Theory]
    [InlineData("1e3", 0, true, "1000")]
    [InlineData("-1.5E-2", 3, true, "-15")]
    [InlineData("0.00000000000000000000000000000000000001", 0, true, "1")]
    [InlineData("-0.00000000000000000000000000000000000001", 0, false, "-1")]
    [InlineData("12345678901234567890123456789012345.678", 3, false, "12345678901234567890123456789012345678")]
    [InlineData("1e40", 2, true, "170141183460469231731687303715884105727")]
    [InlineData("-1e1000", 38, true, "-170141183460469231731687303715884105728")]
    public void ToUnits_LargeAndSmallNumbers_AreExactOrTheLimit(string text, int scale, bool up, string units)
    {
        Assert.True(ExactNumber.TryParse(text, out var number));

        Assert.Equal(Int128.Parse(units, CultureInfo.InvariantCulture), number.ToUnits(scale, up));
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("1.2.3")]
    [InlineData("1e")]
    [InlineData("1e99999")]
    [InlineData("NaN")]
    [InlineData("0x10")]
    public void TryParse_NoNumber_IsRefused(string text) => Assert.False(ExactNumber.TryParse(text, out _));
}
