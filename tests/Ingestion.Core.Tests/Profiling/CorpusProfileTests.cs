using Ingestion.Contracts;
using Ingestion.Core.Tests.Corpora;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Profiling;

/// <summary>Profiles of files that others published.</summary>
public sealed class CorpusProfileTests
{
    public static TheoryData<string> Files =>
        [.. new[] { "docling", "duckdb-csv/auto", "duckdb-csv/rejects" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "TestData", folder)).Select(file => $"{folder}/{Path.GetFileName(file)}"))
            .Where(file => Path.GetExtension(file) is ".csv" or ".tsv")
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Profile_File_AccountsForEveryRow(string file)
    {
        var bytes = CorpusFiles.Read(file);
        var counts = EngineRun.Of(bytes).Counts;
        var report = Profiles.OfSample(bytes);

        Assert.Equal(counts.Read - counts.Unreadable, report.Profile.Rows);
        Assert.Equal(Profiles.Json(report.Profile), Profiles.OfJob(bytes, new Recipe(), new() { ChunkBytes = 64 << 20 }));
        foreach (var column in report.Profile.Columns)
            AssertAccount(column, report.Profile.Rows);
    }

    [Theory]
    [InlineData("docling/csv-semicolon.csv")]
    [InlineData("docling/csv-single-column.csv")]
    [InlineData("duckdb-csv/auto/titlebasicsdebug.tsv")]
    [InlineData("duckdb-csv/auto/test_fallback.csv")]
    [InlineData("duckdb-csv/rejects/flush.csv")]
    public void Suggestions_File_DoInAJobWhatTheyWouldDo(string file)
    {
        var bytes = CorpusFiles.Read(file);
        var report = Profiles.OfSample(bytes);
        var before = EngineRun.Of(bytes).Counts;

        foreach (var suggested in report.Rules)
        {
            var counts = EngineRun.Of(bytes, new Recipe { Rules = [suggested.Rule] }).Counts;
            Assert.Equal((suggested.Rule.Id, suggested.WouldReject), (suggested.Rule.Id, counts.Rejected + counts.Duplicate - before.Rejected));
            Assert.Equal(Math.Min(5, suggested.WouldReject), suggested.Examples.Count);
        }
    }

    [Fact]
    public void Profile_Customers_FindsKeysMailAndDates()
    {
        var report = Profiles.OfSample(CorpusFiles.Read("docling/csv-semicolon.csv"));
        var columns = report.Profile.Columns.ToDictionary(column => column.Name);

        Assert.Equal((ColumnType.Integer, true), (columns["Index"].Type, columns["Index"].IsLikelyKey));
        Assert.Equal((ColumnType.Date, 0), (columns["Subscription Date"].Type, columns["Subscription Date"].Misfits));
        Assert.Equal((15, 15), (columns["Customer Id"].MinLength, columns["Customer Id"].MaxLength));
    }

    [Fact]
    public void Profile_TitleBasics_FindsItsNullToken()
    {
        var report = Profiles.OfSample(CorpusFiles.Read("duckdb-csv/auto/titlebasicsdebug.tsv"));
        var endYear = report.Profile.Columns.Single(column => column.Name == "endYear");

        Assert.Equal("\\N", Assert.Single(endYear.NullTokens).Text);
        var runtime = report.Mappings.Single(suggested => suggested.Mapping.From == "runtimeMinutes");
        Assert.Equal((ColumnType.Integer, 0), (runtime.Mapping.Type, runtime.WouldReject));
        Assert.Equal(["\\N"], runtime.Mapping.NullTokens!);
    }

    private static void AssertAccount(ColumnProfile column, long rows)
    {
        var fits = column.Count - column.Misfits;
        Assert.Equal(rows, column.Count + column.Nulls);
        Assert.InRange(column.TopValues.Sum(value => value.Rows), 0, fits);
        Assert.True(column.TopValuesErrorRows > 0 || column.Distinct.Values > column.TopValues.Count || column.TopValues.Sum(value => value.Rows) == fits);
        Assert.InRange(column.Distinct.Values, fits > 0 ? 1 : 0, fits);
        if (column.Histogram.Count > 0)
            Assert.Equal(fits, column.Histogram.Sum(bin => bin.Rows));
        Assert.Equal(column.Count == 0, column.MinLength is null);
        Assert.Equal(column.Alerts.Select(alert => alert.Name).Order(), column.Alerts.Select(alert => alert.Name));
        Assert.All(column.Alerts, alert => Assert.EndsWith(".", alert.Message));
    }
}
