using Ingestion.Benchmarks.Orders;
using Ingestion.Contracts;
using Ingestion.Core;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Runs;

namespace Ingestion.Benchmarks.Profiling;

/// <summary>A job on one source, to be run again and again without and with the profile in turn, in this process.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Jobs">How many jobs make a sample.</param>
/// <param name="Samples">How many samples are taken each way.</param>
/// <param name="Workers">How many threads a job has.</param>
/// <param name="FlushesToDisk">Whether a job waits until its result is on the disk, as in a service.</param>
internal sealed record ProfileLoad(string Name, int Jobs, int Samples, int Workers, bool FlushesToDisk)
{
    private const string Raw = "raw/data";

    /// <summary>Measures it on a file.</summary>
    /// <param name="path">The source.</param>
    /// <param name="folder">Where results go, until the end: a file system is slow to make files where it has just deleted some.</param>
    public async Task<ProfileMeasurement> MeasureAsync(string path, string folder)
    {
        var output = Directory.CreateDirectory(Path.Combine(folder, $"profile-{Environment.ProcessId}"));
        try
        {
            var raw = Directory.CreateDirectory(Path.Combine(output.FullName, Path.GetDirectoryName(Raw)!));
            File.CreateSymbolicLink(Path.Combine(raw.FullName, Path.GetFileName(Raw)), Path.GetFullPath(path));
            // What is compiled or set up only once is no cost of a job.
            await SampleAsync(output, isProfiled: false);
            await SampleAsync(output, isProfiled: true);
            var (without, with) = (new List<JobCost>(), new List<JobCost>());
            for (var i = 0; i < Samples; i++)
            {
                without.Add(await SampleAsync(output, isProfiled: false));
                with.Add(await SampleAsync(output, isProfiled: true));
            }

            return new ProfileMeasurement(this, new FileInfo(path).Length, without, with);
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }

    private async Task<JobCost> SampleAsync(DirectoryInfo output, bool isProfiled)
    {
        var store = new FolderArtifactStore(output.FullName, FlushesToDisk);
        var run = new LocalRun(store, new EngineOptions { TemporaryFolder = output.FullName });
        var recipe = OrdersRecipe.Create() with { Profile = isProfiled };
        return await JobCost.OfAsync(Jobs, async () =>
        {
            var id = JobId.New();
            var manifest = await run.RunAsync(id, new JobKeys($"{id}/"), Raw, recipe, Workers);
            if (manifest.Profile is not null != isProfiled)
            {
                throw new InvalidOperationException($"A job {(isProfiled ? "with" : "without")} the profile ended {(isProfiled ? "without" : "with")} one.");
            }
        });
    }
}
