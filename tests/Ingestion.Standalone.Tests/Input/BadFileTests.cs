using System.Text;
using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Standalone.Tests.Input;

/// <summary>Files that are not what they should be: each gets its clear answer, and no row is lost.</summary>
public sealed class BadFileTests(SharedStandalone shared)
{
    private const string OpenQuote = "A quote is opened and not closed, or text follows a closing quote. Only this line is left out; reading goes on with the next.";

    public static TheoryData<string, string> Unreadable => new()
    {
        { "empty", "The file is empty (0 bytes). Upload a file with at least a header line." },
        { "white space", "The file has no text, only white space. Upload a file with at least a header line." },
        { "PNG", "The file is a PNG image, not delimited text, whatever its name says. Upload the table as delimited text." },
        { "50,000 columns", "The first row has 50,000 columns; at most 10,000 are read. Is the delimiter right?" },
    };

    /// <summary>File, recipe, clean rows as CSV, and what the rejects say of which line.</summary>
    public static TheoryData<string, string?, string, string[]> Readable => new()
    {
        { "a,b\n", null, "a,b\n", [] },
        { "a,b", null, "a,b\n", [] },
        { "a,b\n1,x\n2,y", null, "a,b\n1,x\n2,y\n", [] },
        { "a,b\n1,x\r\n2,y\r3,z\n", null, "a,b\n1,x\n2,y\n3,z\n", [] },
        { "a,,a,\n1,2,3,4\n", null, "a,column_2,a_2,column_4\n1,2,3,4\n", [] },
        { "a,b\n1,x\n2,y\0z\n3,w\n", null, "a,b\n1,x\n3,w\n", ["3: There is a NUL byte at byte 11; text has none."] },
        { "a,b\n1,\"x\n2,y\n3,w\n", null, "a,b\n2,y\n3,w\n", ["2: " + OpenQuote] },
        { "a,b\n1,x\n2,\"y\n", null, "a,b\n1,x\n", ["3: " + OpenQuote] },
        { "a,b\n1,x\n2\n3,w,v\n", null, "a,b\n1,x\n", ["3: The row has 1 field; the header has 2.", "4: The row has 3 fields; the header has 2."] },
        {
            "a,b\n1,x\n2,y\u00FF\u00FEz\n3,w\n", """{"source":{"encoding":"utf-8"}}""", "a,b\n1,x\n3,w\n",
            ["3: Byte 11 (0xFF) is not valid UTF-8. If the file is in another encoding, set source.encoding, such as windows-1252."]
        },
        // Nothing says that it is UTF-8, and as windows-1252 every byte has its letter.
        { "a,b\n1,x\n2,y\u00FF\u00FEz\n3,w\n", null, "a,b\n1,x\n2,yÿþz\n3,w\n", [] },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task File_ThatCannotBeRead_FailsItsJobWithTheReason(string kind, string error)
    {
        var project = await shared.Api.CreateProjectAsync();

        var answer = await shared.Api.UploadAsync(project, "table.csv", BytesOf(kind));

        Assert.Equal(200, (int)answer.Status);
        Assert.Equal((JobStatus.Failed, error), (answer.Job.Status, answer.Job.Error));
        var result = await shared.Api.GetAsync($"/ingestion/jobs/{answer.Job.Id}/result");
        Assert.Equal((409, "no-result", $"Only a COMPLETED job has a result; this one is FAILED. {error}"), ((int)result.Status, result.ProblemType, result.Detail));
        Assert.Contains(await shared.Api.LogOfAsync(answer.Job.Id), line => line.Level == JobLogLevel.Error && line.Message.Contains(error, StringComparison.Ordinal));
        var sniff = await shared.Api.GetAsync($"/ingestion/artifacts/{answer.Json.GetProperty("artifactId").GetString()}/sniff");
        Assert.Equal((422, "unreadable-file", error), ((int)sniff.Status, sniff.ProblemType, sniff.Detail));
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task File_WithSomethingOdd_LosesNoRow(string file, string? recipe, string clean, string[] rejects)
    {
        var project = await shared.Api.CreateProjectAsync();

        var answer = await shared.Api.UploadAsync(project, "table.csv", Encoding.Latin1.GetBytes(file), recipe);

        Assert.Equal(200, (int)answer.Status);
        var job = answer.Job;
        Assert.Equal((JobStatus.Completed, null, rejects.Length), (job.Status, job.Error, job.RowsUnreadable));
        Assert.Equal(job.RowsRead, job.RowsClean + job.RowsUnreadable);
        Assert.Equal(clean, Encoding.UTF8.GetString(await shared.Api.DownloadAsync($"/ingestion/jobs/{job.Id}/result?format=csv")).ReplaceLineEndings("\n"));
        var lines = Encoding.UTF8.GetString(await shared.Api.DownloadAsync($"/ingestion/jobs/{job.Id}/rejects")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(rejects, lines.Select(Describe));
    }

    [Fact]
    public async Task File_WithAQuoteNeverClosed_LosesOneLineOfMany()
    {
        var project = await shared.Api.CreateProjectAsync();
        var file = new StringBuilder("id,text\n0,\"never closed\n");
        for (var row = 1; row <= 600_000; row++)
            file.Append(row).Append(",some text here\n");

        var job = await shared.Api.WaitForEndAsync((await shared.Api.UploadAsync(project, "table.csv", file.ToString())).Job.Id);

        Assert.Equal((JobStatus.Completed, 600_001, 600_000, 1), (job.Status, job.RowsRead, job.RowsClean, job.RowsUnreadable));
        Assert.Contains(await shared.Api.LogOfAsync(job.Id), line => line.Level == JobLogLevel.Warning
            && line.Message.EndsWith("The file breaks quoting rules, so that it was read in one sequence to find its rows.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task File_WithAFieldOf60Megabytes_LosesThatRowOnly()
    {
        var project = await shared.Api.CreateProjectAsync();
        var file = Encoding.ASCII.GetBytes("a,b\n1,").Concat(Enumerable.Repeat((byte)'x', 60_000_000)).Concat("\n2,y\n"u8.ToArray()).ToArray();

        var job = (await shared.Api.UploadAsync(project, "table.csv", file)).Job;

        Assert.Equal((JobStatus.Completed, 2, 1, 1), (job.Status, job.RowsRead, job.RowsClean, job.RowsUnreadable));
        var reject = Encoding.UTF8.GetString(await shared.Api.DownloadAsync($"/ingestion/jobs/{job.Id}/rejects"));
        Assert.Equal("2: The record has 60,000,002 bytes; at most 16,777,216 are read. Is a quote never closed?", Describe(reject));
    }

    private static string Describe(string reject)
    {
        var row = JsonSerializer.Deserialize<JsonElement>(reject);
        Assert.Equal("UNREADABLE", row.GetProperty("verdict").GetString());
        return $"{row.GetProperty("lineNumber")}: {row.GetProperty("violations")[0].GetProperty("message").GetString()}";
    }

    private static byte[] BytesOf(string kind) => kind switch
    {
        "PNG" => [0x89, .. "PNG\r\n\u001A\n"u8, 0, 0, 0, 13, .. "IHDR"u8],
        "white space" => " \n\t\r\n"u8.ToArray(),
        "50,000 columns" => Encoding.ASCII.GetBytes(string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"c{i}")) + "\n" + new string(',', 49_999) + "\n"),
        _ => [],
    };
}
