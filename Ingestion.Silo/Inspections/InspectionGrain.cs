using Ingestion.Contracts;
using Ingestion.Core;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Csv;
using Ingestion.Core.Plans;
using Ingestion.Core.Profiling;
using Ingestion.Core.Runs;
using Ingestion.Silo.Chunks;
using Ingestion.Silo.Lanes;
using Orleans.Concurrency;

namespace Ingestion.Silo.Inspections;

/// <inheritdoc cref="IInspectionGrain"/>
[StatelessWorker]
internal sealed class InspectionGrain(IArtifactStore store, EngineOptions engine, LayoutCache layouts, ReferenceCache references, CpuLanes lanes) : Grain, IInspectionGrain
{
    public Task<Inspection<SniffResult>> SniffAsync(ProjectId projectId, ArtifactId artifactId, SourceOptions options, CancellationToken cancellationToken) =>
        InspectAsync(projectId, artifactId, raw => Answer(layouts.Sniff(artifactId, raw, options).ToSniffResult()), cancellationToken);

    public Task<Inspection<ProfileReport>> ProfileAsync(ProjectId projectId, ArtifactId artifactId, SourceOptions options, CancellationToken cancellationToken) =>
        InspectAsync(projectId, artifactId, raw => new Inspection<ProfileReport>(
            SampleProfiler.Profile(raw, layouts.Sniff(artifactId, raw, options), engine, options, cancellationToken), null, []), cancellationToken);

    public Task<Inspection<PreviewResult>> PreviewAsync(PreviewRequest request, CancellationToken cancellationToken) =>
        InspectAsync(request.ProjectId, request.ArtifactId, raw =>
        {
            var layout = layouts.Sniff(request.ArtifactId, raw, request.Recipe.Source);
            var (plan, problems) = Compile(request.ProjectId, request.Recipe, layout, cancellationToken);
            return new Inspection<PreviewResult>(plan is null ? null : Previewer.Preview(raw, layout, plan, request.Limit, engine, cancellationToken), null, problems);
        }, cancellationToken);

    public Task<Inspection<SniffResult>> ValidateAsync(ProjectId projectId, ArtifactId artifactId, Recipe recipe, CancellationToken cancellationToken) =>
        InspectAsync(projectId, artifactId, raw =>
        {
            var layout = layouts.Sniff(artifactId, raw, recipe.Source);
            var problems = Compile(projectId, recipe, layout, cancellationToken).Problems;
            return problems.Count > 0 ? new Inspection<SniffResult>(null, null, problems) : Answer(layout.ToSniffResult());
        }, cancellationToken);

    private PlanCompilation Compile(ProjectId projectId, Recipe recipe, CsvLayout layout, CancellationToken cancellationToken) =>
        Plan.CompileAsync(recipe, layout, references.Of(projectId), cancellationToken: cancellationToken).GetAwaiter().GetResult();

    private async Task<Inspection<T>> InspectAsync<T>(
        ProjectId projectId, ArtifactId artifactId, Func<ArtifactReader, Inspection<T>> inspect, CancellationToken cancellationToken) where T : class
    {
        using var raw = await store.OpenAsync(ArtifactKeys.Raw(projectId, artifactId), cancellationToken);
        if (raw is null)
            return new(null, "The uploaded file is no longer there. Upload it again.", []);
        try
        {
            return await lanes.RunAsync(LanePriority.First, () => inspect(raw), cancellationToken);
        }
        catch (UnreadableSourceException exception)
        {
            return new(null, exception.Message, []);
        }
    }

    private static Inspection<SniffResult> Answer(SniffResult result) => new(result, null, []);
}
