using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;
using Encoding = System.Text.Encoding;

namespace Ingestion.Standalone.Tests.Jobs;

/// <summary>Workbooks, Word documents and PDFs, profiles and fixes, through the real process as a program uses them.</summary>
public sealed class DocumentJobTests(SharedStandalone shared)
{
    private ApiClient Api => shared.Api;

    [Theory]
    [InlineData("calamine-xlsx/readings.xlsx", "XLSX", "Station,Celsius,Humidity,Pressure\nLondon,15.0,72,1013\n", "Sheet1!A2")]
    [InlineData("docling-docx/word_tables.docx", "DOCX", "Header 0.0,Header 0.1,Header 0.2\nCell 1.0,Cell 1.1,Cell 1.2\n", "table 1, row 2")]
    [InlineData("docling-pdf/multi_page.pdf", "PDF", "page,block,text\n1,1,The Evolution of the Word Processor\n", "page 1, block 1")]
    public async Task Document_Uploaded_IsAFinishedJob(string file, string format, string begins, string position)
    {
        var project = await Api.CreateProjectAsync();

        // Content decides, not the name.
        var answer = await Api.UploadAsync(project, "export.csv", Read(file));

        Assert.Equal(JobStatus.Completed, answer.Job.Status);
        Assert.Equal(position, answer.Json.GetProperty("previewRows")[0].GetProperty("position").GetString());
        Assert.StartsWith(begins, Encoding.UTF8.GetString(await Api.DownloadAsync($"/ingestion/jobs/{answer.Job.Id}/result?format=csv")), StringComparison.Ordinal);
        var artifact = (await Api.GetAsync($"/ingestion/artifacts/{answer.Job.ArtifactId}")).Json;
        Assert.Equal((format, answer.Job.RowsRead), (artifact.GetProperty("fileFormat").GetString(), artifact.GetProperty("rowCount").GetInt64()));
    }

    [Fact]
    public async Task ErrorCells_OfAWorkbook_AreRejectedWithTheirPlace()
    {
        var job = (await Api.UploadAsync(await Api.CreateProjectAsync(), "errors.xlsx", Read("calamine-xlsx/errors.xlsx"))).Job;

        Assert.Equal((7, 7), (job.RowsRead, job.RowsRejected));
        var reject = JsonSerializer.Deserialize<JsonElement>((await Api.GetAsync($"/ingestion/jobs/{job.Id}/rejects")).Text.Split('\n')[0]);
        Assert.Equal(("Feuil1!A1", "CELL_ERROR"), (reject.GetProperty("position").GetString(), reject.GetProperty("violations")[0].GetProperty("ruleId").GetString()));
    }

    [Theory]
    [InlineData("calamine-xlsx/pass_protected.xlsx", "The workbook is protected by a password")]
    [InlineData("made/encrypted-256.pdf", "The PDF is protected by a password")]
    public async Task ProtectedDocument_FailsWithWhatToDo(string file, string why)
    {
        var job = (await Api.UploadAsync(await Api.CreateProjectAsync(), "secret", Read(file))).Job;

        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.StartsWith(why, job.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sniff_OfAWorkbook_ListsSheetsAndTablesAndTakesAnother()
    {
        var id = await UploadOnlyAsync("docling-xlsx/xlsx_comments.xlsx");

        var sniff = (await Api.GetAsync($"/ingestion/artifacts/{id}/sniff")).Read<SniffResult>();
        Assert.Equal(["Sheet1"], sniff.Sheets);
        Assert.Equal(["A1:B2", "D6:G12"], sniff.Tables);
        var other = (await Api.GetAsync($"/ingestion/artifacts/{id}/sniff?table=A1:B2&headerRows=0")).Read<SniffResult>();
        Assert.Equal(["column_1", "column_2"], other.Columns.Select(column => column.Name));
        var wrong = await Api.GetAsync($"/ingestion/artifacts/{id}/sniff?textLayout=sideways");
        Assert.Equal((400, "invalid-request"), ((int)wrong.Status, wrong.ProblemType));
    }

    [Fact]
    public async Task Profile_OfAFileAndOfItsJob_SayWhatIsInIt()
    {
        var project = await Api.CreateProjectAsync();
        var rows = string.Concat(Enumerable.Range(1, 500).Select(i => $"{i},{(i % 100 == 0 ? "n/a" : $"p{i}@example.org")},{i % 7}\n"));
        var job = (await Api.UploadAsync(project, "people.csv", $"id,mail,weekday\n{rows}")).Job;

        var report = (await Api.GetAsync($"/ingestion/artifacts/{job.ArtifactId}/profile")).Read<ProfileReport>();
        var mail = report.Profile.Columns[1];
        Assert.Equal(("mail", 500L, new NullToken("n/a", 5, IsApplied: false)), (mail.Name, mail.Count, Assert.Single(mail.NullTokens)));
        Assert.True(report.Profile.Columns[0].IsLikelyKey);
        Assert.Contains(report.Rules, rule => rule.Rule.Type == RuleType.Regex && rule.Rule.Column == "mail" && rule.WouldReject == 5);
        var whole = (await Api.GetAsync($"/ingestion/jobs/{job.Id}/profile")).Read<DatasetProfile>();
        Assert.Equal((500L, false, "0", "6"), (whole.Rows, whole.IsSample, whole.Columns[2].Min, whole.Columns[2].Max));
    }

    [Fact]
    public async Task Fixes_ChangeValuesBeforeChecks_AndAreCounted()
    {
        const string Recipe = """
            { "rules": [
              { "id": "trim", "type": "TRIM", "column": "name" },
              { "id": "price", "type": "PARSE_NUMBER", "column": "price", "params": { "decimal": ",", "thousands": ".", "format": "10,2" } },
              { "id": "cheap", "type": "RANGE", "column": "price", "params": { "max": 1000 }, "onFail": "SET_NULL" } ] }
            """;

        var job = (await Api.UploadAsync(await Api.CreateProjectAsync(), "prices.csv", "name;price\n Ada ;1,50\nBob;\"1.234,50\"\n", Recipe)).Job;

        Assert.Equal((JobStatus.Completed, null), (job.Status, job.Error));
        Assert.Equal("name,price\nAda,1.50\nBob,\n", Encoding.UTF8.GetString(await Api.DownloadAsync($"/ingestion/jobs/{job.Id}/result?format=csv")));
        Assert.Equal([("price", 2L), ("trim", 1L)], job.Fixes!.OrderBy(fix => fix.RuleId).Select(fix => (fix.RuleId, fix.Values)));
        Assert.Equal([("cheap", 1L)], job.Violations.Select(violation => (violation.RuleId, violation.Rows)));
    }

    [Fact]
    public async Task DecimalCommas_AreTyped_AndTheSniffSaysWhy()
    {
        var project = await Api.CreateProjectAsync();

        var answer = await Api.UploadAsync(project, "export.csv", "artikel;preis\nA;12,5\nB;-3,25\n");

        Assert.Equal("artikel,preis\nA,12.50\nB,-3.25\n", Encoding.UTF8.GetString(await Api.DownloadAsync($"/ingestion/jobs/{answer.Job.Id}/result?format=csv")));
        Assert.Equal("12.50", answer.Json.GetProperty("previewRows")[0].GetProperty("values")[1].GetRawText());
        var sniffed = (await Api.GetAsync($"/ingestion/artifacts/{answer.Job.ArtifactId}/sniff")).Read<SniffResult>();
        Assert.Equal((ColumnType.Decimal, "18,2", ","), (sniffed.Columns[1].Type, sniffed.Columns[1].Format, sniffed.Columns[1].DecimalSeparator));
        Assert.Contains("Decimal separator ',': 2 values use a comma before decimals in 'preis'.", sniffed.Evidence);
        var told = (await Api.GetAsync($"/ingestion/artifacts/{answer.Job.ArtifactId}/sniff?decimalSeparator=.")).Read<SniffResult>();
        Assert.Equal(ColumnType.Text, told.Columns[1].Type);
        var wrong = await Api.GetAsync($"/ingestion/artifacts/{answer.Job.ArtifactId}/sniff?decimalSeparator=x");
        Assert.Equal((422, "unreadable-file"), ((int)wrong.Status, wrong.ProblemType));
    }

    [Fact]
    public async Task FatalRule_Broken_EndsTheJobWithTheRow()
    {
        const string Recipe = """{ "rules": [ { "id": "whole", "type": "NOT_NULL", "column": "b", "severity": "FATAL" } ] }""";

        var job = (await Api.UploadAsync(await Api.CreateProjectAsync(), "a.csv", "a,b\n1,2\n3,\n", Recipe)).Job;

        Assert.Equal((JobStatus.Failed, "The rule 'whole' is FATAL and broken in line 3 (byte 8), column 'b': The value is missing. Correct the source, or give the rule another severity."),
            (job.Status, job.Error));
    }

    [Fact]
    public async Task SavedRecipe_NamedByAJob_IsTheOneItRuns()
    {
        var project = await Api.CreateProjectAsync();
        var recipe = new { rules = new[] { new { id = "there", type = "NOT_NULL", column = "b" } } };
        var saved = (await Api.PostAsync("/ingestion/recipes", new { projectId = project, name = "nightly", recipe })).Read<SavedRecipe>();
        var artifactId = (await Api.UploadAsync(project, "a.csv", "a,b\n1,2\n3,\n", start: false)).Json.GetProperty("artifactId").GetString();

        var started = await Api.PostAsync("/ingestion/jobs", new { projectId = project, artifactId, recipeId = saved.Id });
        var both = await Api.PostAsync("/ingestion/jobs", new { projectId = project, artifactId, recipeId = saved.Id, recipe });

        var job = await Api.WaitForEndAsync(started.Read<Job>().Id);
        Assert.Equal((2, 1, 1), (job.RowsRead, job.RowsClean, job.RowsRejected));
        Assert.Equal((400, "invalid-request"), ((int)both.Status, both.ProblemType));
    }

    private async Task<string> UploadOnlyAsync(string file) =>
        (await Api.UploadAsync(await Api.CreateProjectAsync(), "file", Read(file), start: false)).Json.GetProperty("artifactId").GetString()!;

    private static byte[] Read(string file) => File.ReadAllBytes(Path.Combine(SolutionFolder.Path, "tests/TestData", file));
}
