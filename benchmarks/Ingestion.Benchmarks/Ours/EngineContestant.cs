using System.Diagnostics;
using Ingestion.Benchmarks.Orders;
using Ingestion.Benchmarks.Running;
using Ingestion.Contracts;
using Ingestion.Core;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Runs;

namespace Ingestion.Benchmarks.Ours;

/// <summary>The engine by itself: no grains, no ledger, no database.</summary>
/// <param name="isProfiled">Whether it profiles every row on the way, which no other contestant does.</param>
internal sealed class EngineContestant(bool isProfiled) : IContestant
{
    public string Name => isProfiled ? "engine+profile" : "engine";

    public async Task<ContestResult> RunAsync(ContestArgs args)
    {
        const string Raw = "raw/data";
        var clock = Stopwatch.StartNew();
        var options = new EngineOptions { TemporaryFolder = args.OutputFolder };
        // As a host does when it starts.
        await EngineWarmUp.RunAsync(options);
        Directory.CreateDirectory(Path.Combine(args.OutputFolder, "raw"));
        File.CreateSymbolicLink(Path.Combine(args.OutputFolder, Raw), Path.GetFullPath(args.InputPath));
        // No contestant waits for the disk: DuckDB does not flush what it copies either.
        var store = new FolderArtifactStore(args.OutputFolder, flushToDisk: false);
        var setUp = clock.Elapsed;
        var manifest = await new LocalRun(store, options).RunAsync(JobId.New(), new JobKeys("job/"), Raw, OrdersRecipe.Create() with { Profile = isProfiled }, args.Workers);
        return new ContestResult(manifest.RowCounts, setUp);
    }
}
