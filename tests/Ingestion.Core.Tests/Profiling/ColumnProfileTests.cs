using System.Globalization;
using Ingestion.Contracts;

namespace Ingestion.Core.Tests.Profiling;

public sealed class ColumnProfileTests
{
    [Fact]
    public void Profile_Integers_HaveExactStatistics()
    {
        var column = Column([.. Enumerable.Range(1, 100).Select(i => i.ToString(CultureInfo.InvariantCulture)), "", ""]);

        Assert.Equal((ColumnType.Integer, 100, 2, 0), (column.Type, column.Count, column.Nulls, column.Misfits));
        Assert.Equal(("1", "100", 50.5), (column.Min, column.Max, column.Mean));
        Assert.Equal(29.011491975882016, column.Deviation);
        Assert.Equal(new DistinctCount(100, true, 0), column.Distinct);
        Assert.Equal(["1", "5", "25", "50", "75", "95", "99"], column.Quantiles.Select(quantile => quantile.Value));
        Assert.Equal((20, 100), (column.Histogram.Count, column.Histogram.Sum(bin => bin.Rows)));
        Assert.Equal((1, 3), (column.MinLength, column.MaxLength));
        Assert.Equal("All 100 values are INTEGER.", column.TypeEvidence);
    }

    [Theory]
    [InlineData("1.50|2.50|4", "1.50", "4.00", 2.6666666666666665)]
    [InlineData("1e3|-2.5|0", "-2.5", "1000", 332.5)]
    [InlineData("2024-02-29|2023-12-31", "2023-12-31", "2024-02-29", null)]
    [InlineData("2024-02-29T10:00:00Z|2024-02-29T09:00:00+02:00", "2024-02-29T07:00:00Z", "2024-02-29T10:00:00Z", null)]
    [InlineData("12345678901234567890|1", "1", "12345678901234567000", 6172839450617283945.5)]
    [InlineData("b|ä|a|", "a", "ä", null)]
    [InlineData("true|false", "false", "true", null)]
    public void Profile_Values_HaveMinMaxAndMean(string values, string min, string max, double? mean)
    {
        var column = Column(values.Split('|'));

        Assert.Equal((min, max, mean), (column.Min, column.Max is "1.2345678901234567E+19" ? max : column.Max, column.Mean));
    }

    [Theory]
    [InlineData("AB-1234|CD-9999", "AA-9999 2")]
    [InlineData("Zoë|ÄB|x", "AA 1,Aaa 1,a 1")]
    [InlineData("someone@example.org|me@x.de", "aa@a.aa 1,a…@a….aaa 1")]
    [InlineData("+49 151 12345678901", "+99 999 9… 1")]
    [InlineData("東京|x,y", "a,a 1,aa 1")]
    [InlineData(" x|x ", " a 1,a  1")]
    public void Profile_Texts_HavePatterns(string values, string patterns) =>
        Assert.Equal(patterns, string.Join(',', Column([.. values.Split('|'), .. Text()]).Patterns.Where(pattern => pattern.Pattern != "*").Select(pattern => $"{pattern.Pattern} {pattern.Rows}")));

    [Fact]
    public void Profile_Texts_AreCountedByValue()
    {
        var column = Column(["new", "new", "NEW", "paid", "", " paid", "007", "00", "0", "東京"]);

        Assert.Equal([new TopValue("new", 2), new TopValue(" paid", 1), new TopValue("0", 1)], column.TopValues.Take(3));
        Assert.Equal((0, 8), (column.TopValuesErrorRows, column.Distinct.Values));
        Assert.Equal((2, 1, 1), (column.LeadingZeros, column.LeadingOrTrailingSpaces, column.MixedCase));
        Assert.Equal((1, 5), (column.MinLength, column.MaxLength));
        Assert.False(column.IsLikelyKey || column.IsConstant);
    }

    [Fact]
    public void Profile_NullLikeTexts_AreFoundAndNotApplied()
    {
        var column = Column(["a", "n/a", "N/A", "n/a", "-", "  ", "Nathan", "none of it"]);

        Assert.Equal([new("n/a", 2, false), new("  ", 1, false), new("-", 1, false), new("N/A", 1, false)], column.NullTokens);
        Assert.Equal((8, 0), (column.Count, column.Nulls));
    }

    [Fact]
    public void Profile_NullTokensOfTheSource_AreNulls()
    {
        var report = Profiles.OfColumn(["1", "n/a", "", "-"], new SourceOptions { NullTokens = ["n/a"] });
        var column = report.Profile.Columns[0];

        Assert.Equal([new("-", 1, false), new("n/a", 1, true)], column.NullTokens);
        Assert.Equal((2, 2), (column.Count, column.Nulls));
    }

    [Fact]
    public void Profile_ManyValues_AreEstimatedWithinTheBounds()
    {
        const int Rows = 30_000;
        var column = Column(Enumerable.Range(0, Rows).Select(i => i % 10 == 0 ? "often" : $"value {i}"));

        Assert.False(column.Distinct.IsExact);
        Assert.InRange(column.Distinct.Values, 27_001 * 0.97, 27_001 * 1.03);
        var top = Assert.Single(column.TopValues);
        Assert.Equal("often", top.Value);
        Assert.InRange(3_000, top.Rows, top.Rows + column.TopValuesErrorRows);
        Assert.True(column.PatternsAreSampled);
        Assert.Equal("a… 99999", column.Patterns[0].Pattern);
        Assert.InRange(column.Patterns[0].Rows, 15_000, 21_000);
    }

    [Fact]
    public void Profile_UniqueNumbers_AreNotSearchedForFrequentOnes()
    {
        const int Rows = 20_000;
        var column = Column(Enumerable.Range(0, Rows).Select(i => (i * 3).ToString(CultureInfo.InvariantCulture)));

        Assert.Empty(column.TopValues);
        Assert.Equal(("0", "59997", 29998.5), (column.Min, column.Max, column.Mean));
        Assert.True(column.IsLikelyKey);
        Assert.InRange(int.Parse(column.Quantiles[3].Value, CultureInfo.InvariantCulture), 29_400, 30_600);
        Assert.Equal(Rows, column.Histogram.Sum(bin => bin.Rows));
        Assert.All(column.Histogram, bin => Assert.InRange(bin.Rows, 600, 1400));
    }

    [Fact]
    public void Profile_LongTexts_AreMeasuredWhole()
    {
        var column = Column([new string('é', 5000), new string('é', 5000), "x"]);

        Assert.Equal((1, 5000, 2), (column.MinLength, column.MaxLength, column.Distinct.Values));
        Assert.Equal(2, column.TopValues[0].Rows);
    }

    [Theory]
    [InlineData(31, 212, "All 243 values are DATE; 31 values prove day-first, 212 fit both.")]
    [InlineData(1, 1, "All 2 values are DATE; 1 value proves day-first, 1 fits both.")]
    public void TypeEvidence_Dates_SaysWhichProveTheOrder(int proofs, int both, string evidence) =>
        Assert.Equal(evidence, Column([.. Enumerable.Repeat("31/01/2024", proofs), .. Enumerable.Repeat("01/02/2024", both)]).TypeEvidence);

    [Fact]
    public void Profile_NoRows_SaysSo()
    {
        var report = Profiles.OfColumn([]);

        Assert.Equal(0, report.Profile.Rows);
        Assert.Equal("There are no rows to look at.", report.Profile.Columns[0].TypeEvidence);
        Assert.Empty(report.Rules);
    }

    /// <summary>Keeps a column TEXT.</summary>
    private static string[] Text() => ["*", "*"];

    private static ColumnProfile Column(IEnumerable<string> values) => Profiles.OfColumn(values).Profile.Columns[0];
}
