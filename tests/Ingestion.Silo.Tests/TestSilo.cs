using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Results;
using Ingestion.Core.Runs;
using Ingestion.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ingestion.Silo.Tests;

/// <summary>A silo as embedded: SQLite, real files, a folder of its own or one that an earlier silo left.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private TestSilo(IHost host, DataFolder folder, IArtifactStore store)
    {
        _host = host;
        Folder = folder;
        Store = store;
    }

    public DataFolder Folder { get; }

    public IArtifactStore Store { get; }

    public IGrainFactory Grains => Get<IGrainFactory>();

    public static async Task<TestSilo> StartAsync(DataFolder folder, IArtifactStore? store = null, int chunkBytes = 8 << 20)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["DATA_DIR"] = folder.Path,
            ["Engine:ChunkBytes"] = chunkBytes.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Silo:CpuLanes"] = "2",
            ["Silo:WarmUp"] = "false",
            ["Silo:ChunksInFlight"] = "4",
            ["Silo:DedupePartitions"] = "3",
        });
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning).AddFilter("Orleans.Runtime.Silo", LogLevel.Error).AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        store ??= folder.Store;
        builder.Services.AddSingleton(store);
        builder.AddIngestionSilo();
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var silo = new TestSilo(host, folder, store);
        await folder.FillAsync(silo);
        return silo;
    }

    public T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    public IJobGrain Job(JobSpec spec) => Grains.GetGrain<IJobGrain>(spec.Id.Value);

    public Task<Job?> StoredAsync(JobSpec spec) => Get<JobTable>().GetAsync(spec.Id, TestContext.Current.CancellationToken);

    /// <summary>Stores a file as an upload would, and says what a job on it would be.</summary>
    public async Task<JobSpec> UploadAsync(byte[] content, Recipe? recipe = null, JobMode mode = JobMode.Async)
    {
        var spec = new JobSpec(JobId.New(), Folder.ProjectId, "orders.csv", ArtifactId.New(), recipe ?? new Recipe(), mode, Folder.UserId);
        await using var writer = await Folder.Store.CreateAsync(ArtifactKeys.Raw(spec.ProjectId, spec.ArtifactId), TestContext.Current.CancellationToken);
        await writer.Stream.WriteAsync(content, TestContext.Current.CancellationToken);
        await writer.CommitAsync(TestContext.Current.CancellationToken);
        await Get<ArtifactTable>().InsertAsync(new Artifact
        {
            Id = spec.ArtifactId,
            ProjectId = spec.ProjectId,
            FileName = "orders.csv",
            FileFormat = FileFormat.Csv,
            SizeBytes = content.Length,
            Sha256 = "0",
            CreatedAt = DateTimeOffset.UnixEpoch,
            CreatedBy = spec.CreatedBy,
        }, TestContext.Current.CancellationToken);
        return spec;
    }

    public Task<JobSpec> UploadAsync(string content, Recipe? recipe = null, JobMode mode = JobMode.Async) =>
        UploadAsync(Encoding.UTF8.GetBytes(content), recipe, mode);

    /// <summary>Follows a job to its end.</summary>
    public async Task<Job> EndAsync(JobSpec spec)
    {
        Job? last = null;
        await foreach (var job in Job(spec).WatchAsync(TestContext.Current.CancellationToken))
            last = job;
        return last!;
    }

    /// <summary>The job's clean rows as CSV and its rejects as JSON Lines.</summary>
    public Task<(string Clean, string Rejects)> ResultAsync(JobSpec spec) => ResultAsync(JobKeys.Of(spec.ProjectId, spec.Id));

    /// <summary>The same job without grains: what the result has to be.</summary>
    public async Task<(ResultManifest Manifest, string Clean, string Rejects)> RunLocallyAsync(JobSpec spec)
    {
        var keys = new JobKeys($"{spec.ProjectId}/local/{Guid.NewGuid()}/");
        var manifest = await new LocalRun(Folder.Store, new Core.EngineOptions { ChunkBytes = 3000 }, spec.ProjectId)
            .RunAsync(spec.Id, keys, ArtifactKeys.Raw(spec.ProjectId, spec.ArtifactId), spec.Recipe, workers: 1, TestContext.Current.CancellationToken);
        var (clean, rejects) = await ResultAsync(keys);
        return (manifest, clean, rejects);
    }

    /// <summary>Stops as after a crash: nothing is awaited that a killed process would not have done.</summary>
    public async Task CrashAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _host.StopAsync(atOnce.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(TestContext.Current.CancellationToken);
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }

    private async Task<(string Clean, string Rejects)> ResultAsync(JobKeys keys)
    {
        var result = await ResultExport.OpenAsync(Folder.Store, keys, TestContext.Current.CancellationToken);
        var rejected = await RejectExport.OpenAsync(Folder.Store, keys, TestContext.Current.CancellationToken);
        Assert.NotNull(result);
        Assert.NotNull(rejected);
        using var clean = new MemoryStream();
        using var rejects = new MemoryStream();
        await result.WriteCsvAsync(clean, cancellationToken: TestContext.Current.CancellationToken);
        await rejected.WriteJsonLinesAsync(rejects, TestContext.Current.CancellationToken);
        return (Encoding.UTF8.GetString(clean.ToArray()), Encoding.UTF8.GetString(rejects.ToArray()));
    }
}

/// <summary>What outlives a silo: its data folder.</summary>
public sealed class DataFolder : IDisposable
{
    public DataFolder() => Store = new FolderArtifactStore(System.IO.Path.Combine(Path, "artifacts"), flushToDisk: false);

    public string Path { get; } = Directory.CreateTempSubdirectory("ingestion-silo-").FullName;

    public FolderArtifactStore Store { get; }

    public ProjectId ProjectId { get; private set; }

    public UserId UserId { get; private set; }

    public async Task FillAsync(TestSilo silo)
    {
        if (ProjectId != default)
            return;
        UserId = (await silo.Get<UserTable>().CreateAsync("ada@example.org", "Ada", "a password", TestContext.Current.CancellationToken)).Id;
        ProjectId = (await silo.Get<ProjectTable>().CreateAsync("Orders", UserId, TestContext.Current.CancellationToken)).Id;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A thread of a silo that "crashed" in this process may still write, which a killed one's does not.
        }
    }
}
