using Ingestion.Web.Formatting;

namespace Ingestion.Web.Tests.Formatting;

public sealed class HumanTests
{
    [Theory]
    [InlineData(null, "–")]
    [InlineData(0.0, "0 rows/s")]
    [InlineData(850.0, "850 rows/s")]
    [InlineData(999.6, "1.0 k rows/s")]
    [InlineData(12_340.0, "12.3 k rows/s")]
    [InlineData(1_430_000.0, "1.4 M rows/s")]
    [InlineData(999_700.0, "1.0 M rows/s")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.PositiveInfinity, "–")]
    public void Rate_OfAnySize_HasThreeFiguresAtMost(double? rate, string expected) => Assert.Equal(expected, Human.Rate(rate));

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(999, "999 bytes")]
    [InlineData(1_000, "1.0 kB")]
    [InlineData(611_794_371, "612 MB")]
    [InlineData(99_960_000, "100 MB")]
    [InlineData(2_500_000_000, "2.5 GB")]
    public void Bytes_OfAnySize_HasDecimalUnits(long bytes, string expected) => Assert.Equal(expected, Human.Bytes(bytes));

    [Theory]
    [InlineData(-1, "0 ms")]
    [InlineData(0.34, "340 ms")]
    [InlineData(0.9999, "1.0 s")]
    [InlineData(2.14, "2.1 s")]
    [InlineData(9.97, "10 s")]
    [InlineData(59.7, "1 min 00 s")]
    [InlineData(65, "1 min 05 s")]
    [InlineData(3599.7, "1 h 00 min")]
    [InlineData(7620, "2 h 07 min")]
    [InlineData(86_399, "1 d 0 h")]
    [InlineData(273_600, "3 d 4 h")]
    public void Duration_OfAnyLength_HasTwoUnits(double seconds, string expected) =>
        Assert.Equal(expected, Human.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(null, null)]
    [InlineData(-1.0, null)]
    [InlineData(double.PositiveInfinity, null)]
    [InlineData(0.4, "less than a second left")]
    [InlineData(2.1, "about 3 s left")]
    [InlineData(64.2, "about 1 min 05 s left")]
    public void Remaining_WithOrWithoutEstimate_SaysOnlyWhatIsKnown(double? seconds, string? expected) => Assert.Equal(expected, Human.Remaining(seconds));

    [Theory]
    [InlineData(0, 0, "0%")]
    [InlineData(0, 10, "0%")]
    [InlineData(1, 5_000_000, "<0.1%")]
    [InlineData(173_120, 2_100_000, "8.2%")]
    [InlineData(4_999_999, 5_000_000, ">99.9%")]
    [InlineData(10, 10, "100%")]
    public void Share_OfAPart_NeverHidesWhatIsThere(long part, long whole, string expected) => Assert.Equal(expected, Human.Share(part, whole));

    [Theory]
    [InlineData(0.42, "42%")]
    [InlineData(0.9999, "99%")]
    [InlineData(1.0, "100%")]
    [InlineData(1.2, "100%")]
    public void Percent_ShortOfAll_IsNotAHundred(double share, string expected) => Assert.Equal(expected, Human.Percent(share));

    [Theory]
    [InlineData("Europe/Berlin", "14:03:22")]
    [InlineData("Asia/Tokyo", "22:03:22")]
    [InlineData("Not/AZone", "13:03:22")]
    [InlineData(null, "13:03:22")]
    public void ClientTime_OfToday_IsTheReadersTimeOfDay(string? zone, string expected)
    {
        var at = new DateTimeOffset(2026, 11, 22, 13, 3, 22, TimeSpan.Zero);

        Assert.Equal(expected, ClientTime.Of(zone).Short(at, at.AddMinutes(1)));
    }

    [Fact]
    public void ClientTime_OfAnotherDay_HasTheDate()
    {
        var at = new DateTimeOffset(2026, 11, 21, 23, 30, 0, TimeSpan.Zero);

        Assert.Equal("21 Nov 23:30", ClientTime.Of(null).Short(at, at.AddHours(1)));
    }
}
