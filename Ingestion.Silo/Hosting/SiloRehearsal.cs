using System.Diagnostics;
using Ingestion.Contracts;
using Ingestion.Core;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Runs;
using Ingestion.Data;

namespace Ingestion.Silo;

/// <summary>Rehearses what a silo does: a job of many chunks and some small ones, through their grains.</summary>
internal sealed class SiloRehearsal(EngineOptions engine) : Rehearsal(engine)
{
    private const int SmallJobs = 3;
    private const int SmallRows = 200;
    private const int PreviewRows = 100;

    protected override Task RehearseAsync(string folder, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        Seclude(builder, folder);
        builder.AddIngestionSilo();
        return WithAsync(builder.Build(), services => RunAsync(services, cancellationToken), cancellationToken);
    }

    private static async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var user = await services.GetRequiredService<UserTable>().CreateAsync("warm-up@localhost", "Warm-up", $"{Guid.NewGuid()}", cancellationToken);
        var project = await services.GetRequiredService<ProjectTable>().CreateAsync("Warm-up", user.Id, cancellationToken);
        await RunAsync(services, project.Id, user.Id, JobMode.Async, WarmUpSource.Csv(), cancellationToken);
        for (var job = 0; job < SmallJobs; job++)
            await RunAsync(services, project.Id, user.Id, JobMode.Sync, WarmUpSource.Csv(SmallRows), cancellationToken);
    }

    private static async Task RunAsync(IServiceProvider services, ProjectId projectId, UserId userId, JobMode mode, byte[] csv, CancellationToken cancellationToken)
    {
        var spec = new JobSpec(
            JobId.New(), projectId, "warm-up.csv", ArtifactId.New(), WarmUpSource.Recipe, mode, userId, TraceParent: Activity.Current?.Id);
        await using (var raw = await services.GetRequiredService<IArtifactStore>().CreateAsync(ArtifactKeys.Raw(projectId, spec.ArtifactId), cancellationToken))
        {
            await raw.Stream.WriteAsync(csv, cancellationToken);
            await raw.CommitAsync(cancellationToken);
        }
        await services.GetRequiredService<ArtifactTable>().InsertAsync(new Artifact
        {
            Id = spec.ArtifactId,
            ProjectId = projectId,
            FileName = spec.Name,
            FileFormat = FileFormat.Csv,
            SizeBytes = csv.Length,
            Sha256 = "",
            CreatedAt = DateTimeOffset.UtcNow,
            CreatedBy = userId,
        }, cancellationToken);
        var grains = services.GetRequiredService<IGrainFactory>();
        await grains.GetGrain<IInspectionGrain>(0).PreviewAsync(new PreviewRequest(projectId, spec.ArtifactId, spec.Recipe, PreviewRows), cancellationToken);
        var ended = await grains.GetGrain<IJobGrain>(spec.Id.Value).RunAsync(spec, cancellationToken);
        if (ended.Job is not { Status: JobStatus.Completed })
            throw new InvalidOperationException($"The job of the warm-up did not complete: {ended.Job?.Error}");
    }
}
