using System.Diagnostics;
using System.Globalization;
using Ingestion.Benchmarks.Orders;
using Ingestion.Benchmarks.Running;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Data;
using Ingestion.Silo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ingestion.Benchmarks.Ours;

/// <summary>The whole job as an embedded host runs it: grain, ledger, files, log, progress. The upload came before.</summary>
internal sealed class JobContestant : IContestant
{
    public string Name => "job";

    public async Task<ContestResult> RunAsync(ContestArgs args)
    {
        var clock = Stopwatch.StartNew();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["DATA_DIR"] = args.OutputFolder,
            ["TMP_DIR"] = args.OutputFolder,
            ["Silo:CpuLanes"] = args.Workers.ToString(CultureInfo.InvariantCulture),
        });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.AddIngestionSilo();
        using var host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<WarmUp>().Done;
        var spec = await UploadedAsync(host.Services, args);
        var setUp = clock.Elapsed;

        var grain = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IJobGrain>(spec.Id.Value);
        var ended = await grain.RunAsync(spec, CancellationToken.None);
        if (ended.Job is not { Status: JobStatus.Completed } job)
            throw new InvalidOperationException($"The job did not complete: {ended.Job?.Error}");
        return new ContestResult(new RowCounts(job.RowsRead, job.RowsClean, job.RowsRejected, job.RowsDuplicate, job.RowsUnreadable), setUp);
    }

    private static async Task<JobSpec> UploadedAsync(IServiceProvider services, ContestArgs args)
    {
        var user = await services.GetRequiredService<UserTable>().CreateAsync("bench@localhost", "Benchmark", Guid.NewGuid().ToString());
        var project = await services.GetRequiredService<ProjectTable>().CreateAsync("benchmark", user.Id);
        var spec = new JobSpec(JobId.New(), project.Id, "orders.csv", ArtifactId.New(), OrdersRecipe.Create(), JobMode.Async, user.Id);
        var path = Path.Combine(services.GetRequiredService<SiloSettings>().ArtifactFolder, ArtifactKeys.Raw(project.Id, spec.ArtifactId));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, Path.GetFullPath(args.InputPath));
        await services.GetRequiredService<ArtifactTable>().InsertAsync(new Artifact
        {
            Id = spec.ArtifactId,
            ProjectId = project.Id,
            FileName = "orders.csv",
            FileFormat = FileFormat.Csv,
            SizeBytes = new FileInfo(args.InputPath).Length,
            Sha256 = "",
            CreatedAt = DateTimeOffset.UtcNow,
            CreatedBy = user.Id,
        });
        return spec;
    }
}
