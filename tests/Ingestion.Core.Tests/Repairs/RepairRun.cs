using System.Text;
using ClosedXML.Excel;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Repairs;
using Ingestion.Core.Results;
using Ingestion.Core.Runs;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Repairs;

/// <summary>A job on bytes in memory whose rejects are corrected and come back.</summary>
internal sealed class RepairRun
{
    private static readonly JobKeys Keys = new("job/");
    private readonly MemoryArtifactStore _store = new();
    private readonly Recipe _recipe;
    private readonly EngineOptions _options;
    private int _repairs;

    private RepairRun(Recipe recipe, EngineOptions options) => (_recipe, _options) = (recipe, options);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Runs the job.</summary>
    public static Task<RepairRun> OfAsync(string source, Recipe? recipe = null, EngineOptions? options = null) =>
        OfAsync(Encoding.UTF8.GetBytes(source), recipe, options);

    /// <summary>Runs the job.</summary>
    public static async Task<RepairRun> OfAsync(byte[] source, Recipe? recipe = null, EngineOptions? options = null)
    {
        var run = new RepairRun(recipe ?? new(), options ?? new());
        run._store["raw"] = source;
        await new LocalRun(run._store, run._options).RunAsync(JobId.New(), Keys, "raw", run._recipe, workers: 2, Token);
        return run;
    }

    public async Task<ResultManifest> ManifestAsync() => (await ManifestStore.ReadAsync(_store, Keys, Token))!;

    /// <summary>The result's lines, the header excepted.</summary>
    public async Task<string[]> RowsAsync()
    {
        using var csv = new MemoryStream();
        await (await ResultExport.OpenAsync(_store, Keys, Token))!.WriteCsvAsync(csv, Token);
        return Encoding.UTF8.GetString(csv.ToArray()).Split('\n')[1..^1];
    }

    public Task<List<RejectedRow>> RejectsAsync() => RejectsAsync(Keys);

    /// <summary>The rejects of the last repair.</summary>
    public Task<List<RejectedRow>> RejectsOfRepairAsync() => RejectsAsync(new JobKeys($"repair{_repairs}/"));

    public async Task<string> RejectsAsCsvAsync()
    {
        using var csv = new MemoryStream();
        await (await OpenAsync(Keys)).WriteCsvAsync(csv, Token);
        return Encoding.UTF8.GetString(csv.ToArray());
    }

    public async Task<string> RejectsAsJsonLinesAsync()
    {
        using var lines = new MemoryStream();
        await (await OpenAsync(Keys)).WriteJsonLinesAsync(lines, Token);
        return Encoding.UTF8.GetString(lines.ToArray());
    }

    public async Task<byte[]> WorkbookAsync()
    {
        using var file = new MemoryStream();
        await WriteWorkbookAsync(file);
        return file.ToArray();
    }

    public async Task WriteWorkbookAsync(Stream destination) => await (await OpenAsync(Keys)).WriteWorkbookAsync(destination, Token);

    /// <summary>Uploads the workbook of rejects as somebody has changed it.</summary>
    public async Task<ResultManifest> RepairAsync(Action<IXLWorksheet> change) => await RepairAsync(Changed(await WorkbookAsync(), change));

    /// <summary>Uploads a correction.</summary>
    public async Task<ResultManifest> RepairAsync(byte[] upload)
    {
        _repairs++;
        _store[$"upload{_repairs}"] = upload;
        return await new LocalRun(_store, _options).RepairAsync(
            JobId.New(), new JobKeys($"repair{_repairs}/"), $"upload{_repairs}", Keys, _recipe, workers: 2, Token);
    }

    /// <summary>What an upload that is no correction answers.</summary>
    public async Task<string> RefusalAsync(byte[] upload) =>
        (await Assert.ThrowsAsync<UnreadableSourceException>(() => RepairAsync(upload))).Message;

    /// <summary>A workbook after a person, or a program that writes workbooks, has been at it.</summary>
    public static byte[] Changed(byte[] workbook, Action<IXLWorksheet> change)
    {
        using var file = new MemoryStream(workbook);
        using var book = new XLWorkbook(file);
        change(book.Worksheet(1));
        using var saved = new MemoryStream();
        book.SaveAs(saved);
        return saved.ToArray();
    }

    /// <summary>The column that a header names.</summary>
    public static int ColumnOf(IXLWorksheet sheet, string name) => sheet.Row(1).CellsUsed().First(cell => cell.GetString() == name).Address.ColumnNumber;

    /// <summary>Rows plan a repair without publishing it.</summary>
    public async Task PlanAsync(string keys, byte[] upload)
    {
        _store["planned"] = upload;
        await RepairPlanner.PrepareAsync(_store, new JobKeys(keys), "planned", Keys, _recipe, _options, cancellationToken: Token);
    }

    /// <summary>Adds a repair that was run before.</summary>
    public Task<ResultManifest?> AddAgainAsync(JobId repair, string keys) =>
        RepairPublisher.AddAsync(_store, Keys, repair, new JobKeys(keys), DateTimeOffset.UnixEpoch, Token);

    private async Task<RejectExport> OpenAsync(JobKeys keys) => (await RejectExport.OpenAsync(_store, keys, Token))!;

    private async Task<List<RejectedRow>> RejectsAsync(JobKeys keys)
    {
        var rows = new List<RejectedRow>();
        await foreach (var row in (await OpenAsync(keys)).ReadAsync(Token))
            rows.Add(row);
        return rows;
    }
}
