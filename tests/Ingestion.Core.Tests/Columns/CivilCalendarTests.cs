using System.Globalization;
using System.Text;
using CsCheck;
using Ingestion.Core.Columns;

namespace Ingestion.Core.Tests.Columns;

public sealed class CivilCalendarTests
{
    private static readonly int UnixDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    [Fact]
    public void TryDays_EveryDay_AgreesWithDateOnly()
    {
        for (var day = DateOnly.MinValue; ; day = day.AddDays(1))
        {
            if (!CivilCalendar.TryDays(day.Year, day.Month, day.Day, out var days) || days != day.DayNumber - UnixDay)
                Assert.Fail($"{day:O} is {days}");
            if (day == DateOnly.MaxValue)
                break;
        }
    }

    [Fact]
    public void TryDays_AnyNumbers_AreADayExactlyWhenDateOnlySaysSo() =>
        Gen.Select(Gen.OneOf(Gen.Int[-1, 10_001], Gen.Int[1990, 2010]), Gen.Int[-1, 14], Gen.Int[-1, 33]).Sample(
            (year, month, day) => Assert.Equal(
                year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month),
                CivilCalendar.TryDays(year, month, day, out _)),
            iter: 50_000);

    [Fact]
    public void TryIsoDay_AnyTenBytes_SaysWhatTheScalarTwinDoes() =>
        Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 13], Gen.Int[0, 33], Gen.Int[0, 20], Gen.Byte).Sample(
            (year, month, day, at, changed) =>
            {
                var text = Encoding.UTF8.GetBytes($"{year:0000}-{month:00}-{day:00}");
                if (at < text.Length)
                    text[at] = changed;
                var expected = CivilCalendar.TryIsoDayScalar(text, out var expectedDays);
                Assert.Equal((expected, expectedDays), (CivilCalendar.TryIsoDay(text, out var days), days));
            },
            iter: 100_000);

    [Fact]
    public void TryIsoTimestamp_AnyTimeWithOneByteChanged_IsOneExactlyWhenTimeOnlySaysSo() =>
        Gen.Select(Gen.Int[0, 24], Gen.Int[0, 60], Gen.Int[0, 60], Gen.Int[11, 24], Gen.OneOf(Gen.Char[' ', '-'], Gen.Char['/', '~'], Gen.Char['0', ':'])).Sample(
            (hour, minute, second, at, changed) =>
            {
                var text = $"2024-02-29T{hour:00}:{minute:00}:{second:00}";
                if (at < text.Length)
                    text = text[..at] + changed + text[(at + 1)..];
                var expected = TimeOnly.TryParseExact(text[11..], "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
                Assert.Equal(expected, CivilCalendar.TryIsoTimestamp(Encoding.UTF8.GetBytes(text), zoned: false, out var read));
                if (expected)
                    Assert.Equal((new DateTime(new DateOnly(2024, 2, 29), time) - DateTime.UnixEpoch).Ticks / 10, read);
            },
            iter: 50_000);

    [Fact]
    public void TryIsoTimestamp_AnyMoment_IsItsMicroseconds() =>
        Gen.Select(Gen.Long[0, DateTime.MaxValue.Ticks / 10], Gen.Int[0, 7], Gen.OneOf("T", " ", "t")).Sample(
            (microseconds, decimals, separator) =>
            {
                var unit = (long)Math.Pow(10, Math.Max(0, 6 - decimals));
                var time = new DateTime(microseconds / unit * unit * 10);
                var fraction = decimals == 0 ? "" : time.ToString("." + new string('f', decimals), CultureInfo.InvariantCulture);
                var text = time.ToString($"yyyy-MM-dd'{separator}'HH:mm:ss", CultureInfo.InvariantCulture) + fraction;
                Assert.True(CivilCalendar.TryIsoTimestamp(Encoding.UTF8.GetBytes(text), zoned: false, out var read), text);
                Assert.Equal((time - DateTime.UnixEpoch).Ticks / 10, read);
            },
            iter: 20_000);

    [Theory]
    [InlineData("2024-02-29", false, "2024-02-29T00:00:00")]
    [InlineData("2024-02-29 23:59", false, "2024-02-29T23:59:00")]
    [InlineData("2024-01-01T00:30:00+02:00", true, "2023-12-31T22:30:00")]
    [InlineData("2024-01-01T00:30:00-0530", true, "2024-01-01T06:00:00")]
    [InlineData("2024-01-01T00:30:00.1234560Z", true, "2024-01-01T00:30:00.123456")]
    [InlineData("2024-01-01T00:30:00 z", true, "2024-01-01T00:30:00")]
    [InlineData("2024-01-01T00:30:00.1234567", false, null)]
    [InlineData("2024-01-01T00:30:00Z", false, null)]
    [InlineData("2024-01-01T00:30:00", true, null)]
    [InlineData("2024-01-01", true, null)]
    [InlineData("2023-02-29", false, null)]
    [InlineData("2024-01-01T24:00:00", false, null)]
    [InlineData("2024-01-01T00:60:00", false, null)]
    [InlineData("2024-01-01T00:00:60", false, null)]
    [InlineData("2024-01-01T00:00:00.", false, null)]
    [InlineData("2024-01-01T00:00:00+15:00", true, null)]
    [InlineData("2024-01-01T00:00:00+14:30", true, null)]
    [InlineData("0001-01-01T00:00:00+01:00", true, null)]
    [InlineData("9999-12-31T23:59:59-01:00", true, null)]
    [InlineData("2024-1-01", false, null)]
    [InlineData("20240101", false, null)]
    [InlineData("2024-01-01T", false, null)]
    [InlineData("2024-01-01T0", false, null)]
    [InlineData("2024-01-01T00:0", false, null)]
    [InlineData("2024-01-01T00:00:0", false, null)]
    public void TryIsoTimestamp_Forms_AreTakenOrRefused(string text, bool isZoned, string? expected) =>
        Assert.Equal(expected, CivilCalendar.TryIsoTimestamp(Encoding.UTF8.GetBytes(text), isZoned, out var value) ? TimeText.Timestamp(value, isUtc: false) : null);
}
