using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;
using ParquetSharp;
using Encoding = System.Text.Encoding;

namespace Ingestion.Standalone.Tests.Jobs;

/// <summary>The main job, end to end: a CSV goes in; a clean dataset and an account of every row come out.</summary>
public sealed class MainJobTests(SharedStandalone shared)
{
    private const string Csv =
        "order_id,name,email,age,unit_price,ordered,code\r\n"
        + "1,Ada,ada@example.org,36,1.10,2024-01-31,007\r\n"
        + "2,Grüße,g@example.org,17,2.50,2024-02-01,008\r\n"
        + "3,\"Eve\r\nAdams\",eve@example.org,40,3.00,2024-02-02,009\r\n"
        + "1,Ada again,ada@example.org,36,1.10,2024-01-31,010\r\n"
        + "4,Bob,no mail,50,4.00,2024-02-03,011\r\n"
        + "5,Carl,,old,5.00,2024-02-04,012\r\n"
        + "6,too few\r\n"
        + "7,\"O\"\"Neil, Dan\",dan@example.org,n/a,12345678901234567.89,2024-02-29,013\r\n";

    private const string Recipe = """
        {
          "source": { "nullTokens": ["n/a"] },
          "mapping": [
            { "from": "order_id", "to": "orderId", "type": "INTEGER" }, { "from": "name" }, { "from": "email" },
            { "from": "age", "type": "INTEGER" }, { "from": "unit_price", "to": "unitPrice", "type": "DECIMAL", "format": "22,2" },
            { "from": "ordered", "type": "DATE" }, { "from": "code", "type": "TEXT" }
          ],
          "rules": [
            { "id": "r1", "type": "NOT_NULL", "column": "email" },
            { "id": "r2", "type": "RANGE", "column": "age", "params": { "min": 18, "max": 100 } },
            { "id": "r3", "type": "REGEX", "column": "email", "params": { "pattern": "^[^@\\s]+@[^@\\s]+$" }, "severity": "WARNING" },
            { "id": "r4", "type": "DEDUPE", "params": { "columns": ["order_id"], "keep": "FIRST" } }
          ]
        }
        """;

    private ApiClient Api => shared.Api;

    [Fact]
    public async Task SmallUpload_WithARecipe_IsAnsweredWithTheFinishedJob()
    {
        var project = await Api.CreateProjectAsync();

        var answer = await Api.UploadAsync(project, "orders.csv", Csv, Recipe);

        Assert.Equal(200, (int)answer.Status);
        var job = answer.Job;
        Assert.Equal((JobStatus.Completed, JobMode.Sync, "orders.csv", 1), (job.Status, job.Mode, job.Name, job.Attempt));
        Assert.Equal((8, 4, 2, 1, 1), (job.RowsRead, job.RowsClean, job.RowsRejected, job.RowsDuplicate, job.RowsUnreadable));
        Assert.Equal((1, Csv.Length + 2, null), (job.Progress, job.BytesTotal, job.Error));
        Assert.Equal(
            [new("TYPE", "age", 1), new("r1", "email", 1), new("r2", "age", 1), new("r3", "email", 1), new ViolationCount("r4", "order_id", 1)],
            job.Violations.OrderBy(count => count.RuleId, StringComparer.Ordinal));
        Assert.Equal(job with { RowsPerSecond = null }, await Api.GetJobAsync(job.Id) with { RowsPerSecond = null, Violations = job.Violations });
        Assert.Equal(
            ["KEPT", "REJECTED", "KEPT", "DUPLICATE", "KEPT", "REJECTED", "UNREADABLE", "KEPT"],
            answer.Json.GetProperty("previewRows").EnumerateArray().Select(row => row.GetProperty("verdict").GetString()));
        var log = await Api.LogOfAsync(job.Id);
        Assert.Equal("8 rows read: 4 clean, 2 rejected, 1 duplicate, 1 unreadable.", log[^1].Message);
        Assert.Equal([log[^1]], (await Api.GetAsync($"/ingestion/jobs/{job.Id}/logs?after={log[^2].Sequence}")).Read<List<JobLogEntry>>());
    }

    [Fact]
    public async Task Result_InEachFormat_HasTheSameRows()
    {
        var project = await Api.CreateProjectAsync();
        var job = (await Api.UploadAsync(project, "orders.csv", Csv, Recipe)).Job;

        var csv = await Api.GetAsync($"/ingestion/jobs/{job.Id}/result?format=csv");
        Assert.Equal(("text/csv; charset=utf-8", "orders.clean.csv"), (csv.ContentType, csv.FileName));
        Assert.Equal("""
            orderId,name,email,age,unitPrice,ordered,code
            1,Ada,ada@example.org,36,1.10,2024-01-31,007
            3,"Eve
            Adams",eve@example.org,40,3.00,2024-02-02,009
            4,Bob,no mail,50,4.00,2024-02-03,011
            7,"O""Neil, Dan",dan@example.org,,12345678901234567.89,2024-02-29,013

            """, csv.Text.ReplaceLineEndings("\n"));

        var jsonLines = await Api.GetAsync($"/ingestion/jobs/{job.Id}/result?format=jsonl");
        Assert.Equal("""
            {"orderId":1,"name":"Ada","email":"ada@example.org","age":36,"unitPrice":1.10,"ordered":"2024-01-31","code":"007"}
            {"orderId":3,"name":"Eve\r\nAdams","email":"eve@example.org","age":40,"unitPrice":3.00,"ordered":"2024-02-02","code":"009"}
            {"orderId":4,"name":"Bob","email":"no mail","age":50,"unitPrice":4.00,"ordered":"2024-02-03","code":"011"}
            {"orderId":7,"name":"O\"Neil, Dan","email":"dan@example.org","age":null,"unitPrice":12345678901234567.89,"ordered":"2024-02-29","code":"013"}

            """, jsonLines.Text);

        var parquet = await Api.GetAsync($"/ingestion/jobs/{job.Id}/result");
        Assert.Equal(("application/vnd.apache.parquet", "orders.clean.parquet"), (parquet.ContentType, parquet.FileName));
        using var reader = new ParquetFileReader(new MemoryStream(parquet.Bytes));
        Assert.Equal(["orderId", "name", "email", "age", "unitPrice", "ordered", "code"], Enumerable.Range(0, 7).Select(i => reader.FileMetaData.Schema.Column(i).Name));
        using var rows = reader.RowGroup(0);
        Assert.Equal(4, rows.MetaData.NumRows);
        Assert.Equal([1L, 3L, 4L, 7L], Column<long?>(rows, 0));
        Assert.Equal(["Ada", "Eve\r\nAdams", "Bob", "O\"Neil, Dan"], Column<string>(rows, 1));
        Assert.Equal([36L, 40L, 50L, null], Column<long?>(rows, 3));
        Assert.Equal([1.10m, 3.00m, 4.00m, 12345678901234567.89m], Column<decimal?>(rows, 4));
        Assert.Equal(["007", "009", "011", "013"], Column<string>(rows, 6));
    }

    [Fact]
    public async Task Rejects_InEachFormat_ListEveryRowWithAllItsViolations()
    {
        var project = await Api.CreateProjectAsync();
        var job = (await Api.UploadAsync(project, "orders.csv", Csv, Recipe)).Job;

        var jsonLines = await Api.GetAsync($"/ingestion/jobs/{job.Id}/rejects");
        Assert.Equal(("application/jsonl; charset=utf-8", "orders.rejects.jsonl"), (jsonLines.ContentType, jsonLines.FileName));
        var bytes = Encoding.UTF8.GetBytes(Csv);
        var rejects = jsonLines.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        Assert.Equal([("REJECTED", 3), ("DUPLICATE", 6), ("REJECTED", 8), ("UNREADABLE", 9)],
            rejects.Select(reject => (reject.GetProperty("verdict").GetString(), reject.GetProperty("lineNumber").GetInt32())));
        Assert.All(rejects, reject =>
        {
            var raw = Encoding.UTF8.GetBytes(reject.GetProperty("raw").GetString()!);
            Assert.Equal(raw, bytes.AsSpan(reject.GetProperty("byteOffset").GetInt32(), raw.Length));
        });
        Assert.Equal("5,Carl,,old,5.00,2024-02-04,012", rejects[2].GetProperty("raw").GetString());
        Assert.Equal(["r1", "TYPE"], rejects[2].GetProperty("violations").EnumerateArray().Select(violation => violation.GetProperty("ruleId").GetString()));

        var csv = await Api.GetAsync($"/ingestion/jobs/{job.Id}/rejects?format=csv");
        Assert.Equal(("text/csv; charset=utf-8", "orders.rejects.csv"), (csv.ContentType, csv.FileName));
        Assert.Equal(rejects.Count + 1, csv.Text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Preview_OfARecipe_ShowsWhatTheJobDoes()
    {
        var project = await Api.CreateProjectAsync();
        var upload = await Api.UploadAsync(project, "orders.csv", Csv, start: false);
        Assert.Equal((200, JsonValueKind.Null), ((int)upload.Status, upload.Json.GetProperty("jobId").ValueKind));
        var artifactId = upload.Json.GetProperty("artifactId").GetString();

        var preview = (await Api.PostAsync("/ingestion/preview", new { projectId = project, artifactId, recipe = JsonSerializer.Deserialize<JsonElement>(Recipe) })).Read<PreviewResult>();

        Assert.Equal((8, 4, 2, 1, 1), (preview.Counts.Read, preview.Counts.Clean, preview.Counts.Rejected, preview.Counts.Duplicate, preview.Counts.Unreadable));
        Assert.Equal(["orderId", "name", "email", "age", "unitPrice", "ordered", "code"], preview.Columns.Select(column => column.Name));
        var created = await Api.PostAsync("/ingestion/jobs", new { projectId = project, artifactId, recipe = JsonSerializer.Deserialize<JsonElement>(Recipe), name = "by hand" });
        var job = created.Read<Job>();
        Assert.Equal((202, $"/ingestion/jobs/{job.Id}"), ((int)created.Status, created.Location?.ToString()));
        var ended = await Api.WaitForEndAsync(job.Id);
        Assert.Equal(("by hand", preview.Counts.Clean, preview.Counts.Rejected), (ended.Name, ended.RowsClean, ended.RowsRejected));
    }

    [Fact]
    public async Task Artifact_Uploaded_IsSniffedAndComesBackByteForByte()
    {
        var project = await Api.CreateProjectAsync();
        var bytes = Encoding.UTF8.GetBytes(Csv);
        var artifactId = (await Api.UploadAsync(project, "orders.csv", bytes, start: false)).Json.GetProperty("artifactId").GetString();

        Assert.Equal(bytes, await Api.DownloadAsync($"/ingestion/artifacts/{artifactId}/raw"));
        var artifact = (await Api.GetAsync($"/ingestion/artifacts/{artifactId}")).Read<Artifact>();
        Assert.Equal((bytes.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))), (artifact.SizeBytes, artifact.Sha256));
        var sniff = (await Api.GetAsync($"/ingestion/artifacts/{artifactId}/sniff")).Json;
        Assert.Equal("utf-8", sniff.GetProperty("encoding").GetString());
        Assert.Equal(1, sniff.GetProperty("headerRows").GetInt32());
        Assert.Equal(",", sniff.GetProperty("dialect").GetProperty("delimiter").GetString());
        Assert.Equal(["order_id", "name", "email", "age", "unit_price", "ordered", "code"],
            sniff.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Templates_Listed_AreAllRules()
    {
        var templates = (await Api.GetAsync("/ingestion/templates/cleaning")).Json.EnumerateArray().ToList();

        Assert.Equal(
            Enum.GetValues<RuleType>().Select(type => JsonNamingPolicy.SnakeCaseUpper.ConvertName(type.ToString())),
            templates.Select(template => template.GetProperty("key").GetString()!));
        Assert.All(templates, template => Assert.Equal("object", template.GetProperty("params").GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Jobs_Listed_AreFilteredByStatusAndPagedByCursor()
    {
        var project = await Api.CreateProjectAsync();
        var ids = new List<JobId>();
        for (var i = 0; i < 3; i++)
            ids.Add((await Api.UploadAsync(project, $"{i}.csv", "a,b\n1,2\n")).Job.Id);
        var failed = (await Api.UploadAsync(project, "empty.csv", "")).Job.Id;

        Assert.Equal([failed], (await Api.GetAsync($"/ingestion/jobs?projectId={project}&status=FAILED")).Read<Page<Job>>().Items.Select(job => job.Id));
        var first = (await Api.GetAsync($"/ingestion/jobs?projectId={project}&status=COMPLETED&limit=2")).Read<Page<Job>>();
        var second = (await Api.GetAsync($"/ingestion/jobs?projectId={project}&status=COMPLETED&limit=2&cursor={Uri.EscapeDataString(first.NextCursor!)}")).Read<Page<Job>>();
        Assert.Equal([ids[2], ids[1]], first.Items.Select(job => job.Id));
        Assert.Equal([ids[0]], second.Items.Select(job => job.Id));
        Assert.Null(second.NextCursor);
    }

    private static T[] Column<T>(RowGroupReader rows, int index)
    {
        using var reader = rows.Column(index).LogicalReader<T>();
        return reader.ReadAll(checked((int)rows.MetaData.NumRows));
    }
}
