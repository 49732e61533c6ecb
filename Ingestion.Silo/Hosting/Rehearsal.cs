using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ingestion.Core;

namespace Ingestion.Silo;

/// <summary>
/// What a host does once before its users do it, so that they find the code for it compiled: everything from the call to the result, in a
/// second host of the same parts, whose database and files are below <see cref="EngineOptions.TemporaryFolder"/> and gone afterwards. This
/// host's own database and store see nothing of it.
/// </summary>
public abstract class Rehearsal(EngineOptions engine)
{
    /// <summary>So small that there are enough of them for whatever a chunk calls to be compiled for good.</summary>
    protected const int ChunkBytes = 8 * 1024;

    // Its name is its own, since the folder above it may be everybody's.
    private const string FolderPrefix = "ingestion-warm-up-";

    // A rehearsal takes seconds.
    private static readonly TimeSpan AbandonedAge = TimeSpan.FromHours(1);

    /// <summary>Rehearses.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Spans below one that is not recorded are not recorded either: nobody who traces the service is to see this.
        using var unseen = new Activity("warm-up").SetIdFormat(ActivityIdFormat.W3C).Start();
        unseen.ActivityTraceFlags = ActivityTraceFlags.None;
        DeleteAbandoned();
        var folder = Path.Combine(engine.TemporaryFolder, $"{FolderPrefix}{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        try
        {
            await RehearseAsync(folder, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Deletes what hosts have left that were killed while they rehearsed.</summary>
    private void DeleteAbandoned()
    {
        if (!Directory.Exists(engine.TemporaryFolder))
            return;
        foreach (var folder in new DirectoryInfo(engine.TemporaryFolder).EnumerateDirectories(FolderPrefix + "*"))
        {
            try
            {
                if (folder.LastWriteTimeUtc < DateTime.UtcNow - AbandonedAge)
                    folder.Delete(recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another user's, or another host was faster.
            }
        }
    }

    /// <summary>Builds the second host in a folder, works with it and stops it.</summary>
    protected abstract Task RehearseAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Has a host live in a folder, alone in its cluster, and say nothing. Of this host's settings it gets none: it is to reach nothing of theirs.</summary>
    protected static void Seclude(IHostApplicationBuilder builder, string folder)
    {
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["DATA_DIR"] = folder,
            ["TMP_DIR"] = folder,
            ["Engine:ChunkBytes"] = $"{ChunkBytes}",
            ["Silo:CpuLanes"] = "1",
            ["Silo:WarmUp"] = "false",
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IMeterFactory, UnseenMeters>();
    }

    /// <summary>Starts the second host, works with it and stops it, whatever happens.</summary>
    protected static async Task WithAsync(IHost host, Func<IServiceProvider, Task> work, CancellationToken cancellationToken)
    {
        await using var _ = (IAsyncDisposable)host;
        try
        {
            await host.StartAsync(cancellationToken);
            await work(host.Services);
        }
        finally
        {
            await host.StopAsync(cancellationToken);
        }
    }

    /// <summary>Meters of a name that nobody listens to: what is rehearsed is not to be counted as work.</summary>
    private sealed class UnseenMeters : IMeterFactory
    {
        private readonly Meter _meter = new("warm-up");

        public Meter Create(MeterOptions options) => _meter;

        public void Dispose() => _meter.Dispose();
    }
}
