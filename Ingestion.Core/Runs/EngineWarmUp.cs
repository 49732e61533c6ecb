using Ingestion.Contracts;
using Ingestion.Core.Artifacts;

namespace Ingestion.Core.Runs;

/// <summary>
/// Has the engine's code compiled, for tools and measurements: cleans the <see cref="WarmUpSource"/>. A second or so, once a
/// process, with the wait until the runtime has compiled again what was called often.
/// </summary>
public static class EngineWarmUp
{
    private const int ChunkBytes = 64 * 1024;
    private const string Raw = "warm-up/raw";

    /// <summary>Runs it with files below <see cref="EngineOptions.TemporaryFolder"/>, which are gone afterwards.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static async Task RunAsync(EngineOptions options, CancellationToken cancellationToken = default)
    {
        var folder = Path.Combine(options.TemporaryFolder, $"warm-up-{Guid.NewGuid():N}");
        try
        {
            var store = new FolderArtifactStore(folder, flushToDisk: false);
            await using (var raw = await store.CreateAsync(Raw, cancellationToken))
            {
                await raw.Stream.WriteAsync(WarmUpSource.Csv(), cancellationToken);
                await raw.CommitAsync(cancellationToken);
            }
            await new LocalRun(store, options with { ChunkBytes = ChunkBytes }).RunAsync(JobId.New(), new JobKeys("warm-up/job/"), Raw, WarmUpSource.Recipe, workers: 1, cancellationToken);
            await JitQuiet.WaitAsync(cancellationToken);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }
}
