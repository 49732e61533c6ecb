using System.Globalization;
using System.Text;
using CsCheck;
using Ingestion.Core.Columns;

namespace Ingestion.Core.Tests.Columns;

public sealed class DatePatternTests
{
    private static readonly Gen<string> Patterns = Gen.OneOf(
        "yyyy-MM-dd", "dd/MM/yyyy", "d.M.yyyy", "M/d/yyyy", "yyyyMMdd", "dd.MM.yyyy HH:mm", "MM-dd-yyyy hh:mm:ss tt", "yyyy/MM/dd H:m:s",
        "yyyy-MM-ddTHH:mm:ss.fff", "dd-MM-yyyy h:mmtt", "yyyyMMddHHmmss", "yyyy-MM-dd HH:mm:ss.ffffff", "d MMM yyyy", "MMMM d, yyyy", "dd-MMM-yyyy HH:mm");

    [Fact]
    public void TryParse_AnyMomentWithOneCharacterChanged_AgreesWithDateTime() =>
        Gen.Select(Patterns, Gen.Long[0, DateTime.MaxValue.Ticks], Gen.Int[0, 60], Gen.OneOf('1', '2', '3', '9', '/', ':', 'A', 'P', 'x')).Sample(
            (pattern, ticks, at, changed) =>
            {
                var text = new DateTime(ticks).ToString(pattern, CultureInfo.InvariantCulture);
                if (at < text.Length)
                    text = text[..at] + changed + text[(at + 1)..];
                var expected = DateTime.TryParseExact(text, pattern, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
                Assert.True(DatePattern.TryCreate(pattern, out var compiled, out _));
                Assert.Equal(expected, compiled.TryParse(Encoding.UTF8.GetBytes(text), out var microseconds));
                if (expected)
                    Assert.Equal((time - DateTime.UnixEpoch).Ticks / 10, microseconds);
            },
            iter: 50_000);

    [Theory]
    [InlineData("dd.MM.yy", "31.12.68", "2068-12-31T00:00:00")]
    [InlineData("dd.MM.yy", "01.01.69", "1969-01-01T00:00:00")]
    [InlineData("yyyy-MM-dd HH:mmK", "2024-01-01 00:30+01:00", "2023-12-31T23:30:00")]
    [InlineData("yyyy-MM-dd HH:mm K", "2024-01-01 00:30 Z", "2024-01-01T00:30:00")]
    [InlineData("MM/dd/yyyy hh:mm tt", "01/02/2024 12:30 am", "2024-01-02T00:30:00")]
    [InlineData("MM/dd/yyyy hh:mm tt", "01/02/2024 12:30 PM", "2024-01-02T12:30:00")]
    [InlineData("MM/dd/yyyy hh:mm tt", "01/02/2024 13:30 PM", null)]
    [InlineData("MM/dd/yyyy hh:mm tt", "01/02/2024 00:30 AM", null)]
    [InlineData("dd/MM/yyyy", "31/04/2024", null)]
    [InlineData("dd/MM/yyyy", "1/04/2024", null)]
    [InlineData("dd/MM/yyyy", " 30/04/2024 ", "2024-04-30T00:00:00")]
    [InlineData("dd/MM/yyyy", "30/04/2024x", null)]
    [InlineData("dd/MM/yyyy", "", null)]
    [InlineData("d MMM yy", "1 SEP 68", "2068-09-01T00:00:00")]
    [InlineData("d MMM yyyy", "1 September 2024", null)]
    [InlineData("d MMMM yyyy", "1 may 2024", "2024-05-01T00:00:00")]
    [InlineData("d MMMM yyyy", "1 Sep 2024", null)]
    [InlineData("dddd, d MMMM yyyy", "Monday, 5 March 2024", "2024-03-05T00:00:00")]
    [InlineData("ddd d.M.yyyy", "Mo 5.3.2024", null)]
    public void TryParse_Values_AreTakenOrRefused(string pattern, string text, string? expected)
    {
        Assert.True(DatePattern.TryCreate(pattern, out var compiled, out _));

        Assert.Equal(expected, compiled.TryParse(Encoding.UTF8.GetBytes(text), out var value) ? TimeText.Timestamp(value, isUtc: false) : null);
    }

    [Theory]
    [InlineData("yyyy-MM", "a date needs a year (yyyy), a month (MM) and a day (dd)")]
    [InlineData("yyyy-MM-dd-dd", "a part stands twice")]
    [InlineData("ddd MMM yyyy", "a date needs a year (yyyy), a month (MM) and a day (dd)")]
    [InlineData("ddddd d MMM yyyy", "'ddddd' is not known; use yyyy, yy, MMMM, MMM, MM, M, dddd, ddd, dd, d, HH, H, hh, h, mm, m, ss, s, tt, f to ffffff and K")]
    [InlineData("yyyy-MMMMM-dd", "'MMMMM' is not known; use yyyy, yy, MMMM, MMM, MM, M, dddd, ddd, dd, d, HH, H, hh, h, mm, m, ss, s, tt, f to ffffff and K")]
    [InlineData("yyy-MM-dd", "'yyy' is not known; use yyyy, yy, MMMM, MMM, MM, M, dddd, ddd, dd, d, HH, H, hh, h, mm, m, ss, s, tt, f to ffffff and K")]
    [InlineData("yyyy-MM-dd hh:mm HH", "the hour stands twice, as HH and as hh")]
    [InlineData("yyyy-MM-dd HH:mm tt", "tt (AM or PM) goes with hh, not with HH")]
    [InlineData("yyyy-MM-dd hh:mm", "hh needs tt (AM or PM); HH is the hour of 24")]
    [InlineData("yyyy-MM-dd tt", "tt (AM or PM) needs hh")]
    [InlineData("yyyy年MM月dd日", "'年' is not known; use ASCII characters only")]
    [InlineData("", "a date needs a year (yyyy), a month (MM) and a day (dd)")]
    public void TryCreate_BadPattern_SaysWhatIsWrong(string pattern, string expected)
    {
        Assert.False(DatePattern.TryCreate(pattern, out _, out var problem));
        Assert.Equal(expected, problem);
    }
}
