using System.Globalization;
using System.Text;
using CsCheck;
using Ingestion.Core.Xlsx;

namespace Ingestion.Core.Tests.Xlsx;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("0.10", "0.1")]
    [InlineData("-3", "-3")]
    [InlineData("5.", "5")]
    [InlineData(".5", "0.5")]
    [InlineData("+5", "5")]
    [InlineData("1E3", "1000")]
    [InlineData("1E+15", "1000000000000000")]
    [InlineData("-1.5E+16", "-15000000000000000")]
    [InlineData("123456789012345678", "123456789012345680")]
    [InlineData("1234567890123456", "1234567890123456")]
    [InlineData("1E+18", "1E+18")]
    [InlineData("1000000000000000.1", "1000000000000000.1")]
    [InlineData("2153.9299999999998", "2153.93")]
    [InlineData("1E-07", "1E-07")]
    [InlineData("", "")]
    [InlineData("-", "")]
    [InlineData("1,5", "")]
    [InlineData("NaN", "")]
    [InlineData("Infinity", "")]
    [InlineData("1 2", "")]
    public void Write_Text_IsTheShortestOfItsDouble(string text, string expected) => Assert.Equal(expected, Write(text));

    [Fact]
    public void Write_AnyDouble_IsTheSameDouble() =>
        Gen.Double.Where(double.IsFinite).Sample(value =>
            double.Parse(Write(value.ToString("G17", CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture) == value);

    [Fact]
    public void IsCanonical_AnyText_MeansThatWritingChangesNothing() =>
        Gen.Char["-+.0123459eE "].Array[1, 18].Select(letters => new string(letters)).Sample(
            text =>
            {
                if (NumberText.IsCanonical(Encoding.UTF8.GetBytes(text)))
                    Assert.Equal(decimal.Parse(text, CultureInfo.InvariantCulture), decimal.Parse(Write(text), NumberStyles.Float, CultureInfo.InvariantCulture));
                else
                    Assert.NotEqual(Shape(text), text);
            },
            iter: 20_000);

    /// <summary>What the framework's shortest form is, where it has no exponent and no more digits than are always exact; else nothing.</summary>
    private static string? Shape(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value.ToString(CultureInfo.InvariantCulture) is var shortest && shortest.Count(char.IsAsciiDigit) <= 15 && shortest != "-0" ? shortest : null;

    private static string Write(string text)
    {
        Span<byte> to = stackalloc byte[NumberText.MostBytes];
        return Encoding.UTF8.GetString(to[..NumberText.Write(Encoding.UTF8.GetBytes(text), to)]);
    }
}
