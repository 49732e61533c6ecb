using System.Net;
using System.Text;
using ClosedXML.Excel;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Standalone.Tests.Jobs;

/// <summary>Rejects as a workbook, corrected and sent back, through the real process as a program uses them.</summary>
public sealed class RepairTests(SharedStandalone shared)
{
    private const string People = "id,name,age\n1,Ann,30\n2,,41\n3,Zoë,old\n1,Ann again,30\n";

    private const string Recipe = """
        { "mapping": [ { "from": "id" }, { "from": "name" }, { "from": "age", "type": "INTEGER" } ],
          "rules": [ { "id": "named", "type": "NOT_NULL", "column": "name" }, { "id": "once", "type": "DEDUPE", "params": { "columns": ["id"] } } ] }
        """;

    private ApiClient Api => shared.Api;

    [Fact]
    public async Task Workbook_CorrectedAndSentBack_IsAddedToTheResult()
    {
        var job = (await Api.UploadAsync(await Api.CreateProjectAsync(), "people.csv", People, Recipe)).Job;
        var download = await Api.GetAsync($"/ingestion/jobs/{job.Id}/rejects?format=xlsx");
        Assert.Equal(("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "people.rejects.xlsx"), (download.ContentType, download.FileName));

        var answer = await Api.RepairAsync(job.Id, "people.rejects.xlsx", Corrected(download.Bytes));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal((JobStatus.Completed, job.Id, 2, 1), (answer.Job.Status, answer.Job.RepairOf, answer.Job.RowsRead, answer.Job.RowsClean));
        Assert.Equal("id,name,age\n1,Ann,30\n2,Bob,41\n", Encoding.UTF8.GetString(await Api.DownloadAsync($"/ingestion/jobs/{job.Id}/result?format=csv")));
        var after = await Api.GetJobAsync(job.Id);
        Assert.Equal((4, 2, 1, 1), (after.RowsRead, after.RowsClean, after.RowsRejected, after.RowsDuplicate));
        Assert.Equal((answer.Job.Id, 1), (Assert.Single(after.Repairs!).JobId, after.Repairs![0].Rows));
        Assert.Contains(await Api.LogOfAsync(job.Id), line => line.Message == $"1 repaired row was added to the result by job {answer.Job.Id}.");
        Assert.Contains(await Api.LogOfAsync(answer.Job.Id), line => line.Message.StartsWith("Rows of the upload: 2 changed, which are run again; 1 unchanged or empty and 0 repaired before", StringComparison.Ordinal));
        Assert.Equal("3,Zoë,older", (await Api.GetAsync($"/ingestion/jobs/{answer.Job.Id}/rejects")).Json.GetProperty("raw").GetString());
    }

    [Fact]
    public async Task Repair_ThatCannotBe_SaysWhy()
    {
        var project = await Api.CreateProjectAsync();
        var clean = (await Api.UploadAsync(project, "clean.csv", "a\n1\n")).Job;
        var job = (await Api.UploadAsync(project, "people.csv", People, Recipe)).Job;
        var workbook = Corrected(await Api.DownloadAsync($"/ingestion/jobs/{job.Id}/rejects?format=xlsx"));
        var repair = (await Api.RepairAsync(job.Id, "people.xlsx", workbook)).Job;

        Assert.Equal((409, "nothing-to-repair"), Is(await Api.RepairAsync(clean.Id, "a.csv", workbook)));
        Assert.Equal((409, "repair-of-a-repair"), Is(await Api.RepairAsync(repair.Id, "a.csv", workbook)));
        Assert.Equal((404, "not-found"), Is(await Api.RepairAsync(JobId.New(), "a.csv", workbook)));
        var failed = (await Api.RepairAsync(job.Id, "a.csv", "a,b\n1,2\n"u8.ToArray())).Job;
        Assert.Equal(JobStatus.Failed, failed.Status);
        Assert.StartsWith("The upload is no list of rejects", failed.Error, StringComparison.Ordinal);

        static (int, string?) Is(Answer answer) => ((int)answer.Status, answer.ProblemType);
    }

    private static byte[] Corrected(byte[] workbook)
    {
        using var book = new XLWorkbook(new MemoryStream(workbook));
        var sheet = book.Worksheet("Rejects");
        sheet.Cell(2, 3).Value = "Bob";
        sheet.Cell(3, 4).Value = "older";
        using var saved = new MemoryStream();
        book.SaveAs(saved);
        return saved.ToArray();
    }
}
