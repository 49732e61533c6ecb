using System.Collections.Concurrent;
using Ingestion.Contracts;
using Ingestion.Core;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;
using Ingestion.Core.Dedupe;
using Ingestion.Core.Plans;
using Ingestion.Core.Repairs;
using Ingestion.Core.Runs;

namespace Ingestion.Silo.Chunks;

/// <summary>
/// What all chunks of one run of a job share in this silo: the compiled plan, the open source, and the memory that goes from
/// chunk to chunk. It is freed when it is retired and the last user has given it back.
/// </summary>
internal sealed class JobContext(
    JobPlan job, Plan plan, ArtifactReader source, IArtifactStore store, JobKeys keys, EngineOptions options, KnownKeys? known = null)
{
    private readonly ConcurrentBag<ChunkEvaluator> _evaluators = [];
    private readonly ChunkCarries _carries = new();
    private readonly Lock _gate = new();
    private int _users;
    private bool _retired;

    public JobPlan Job => job;

    public Plan Plan => plan;

    public ArtifactReader Source => source;

    /// <summary>Of a repair the dedupe keys of the result that it is for; null where there are none.</summary>
    public KnownKeys? Known => known;

    public ChunkWriter Writer { get; } = new(plan, store, keys, isAlone: job.Chunks.Chunks.Count == 1);

    /// <summary>When it was last given back.</summary>
    public long LastUsed { get; private set; } = Environment.TickCount64;

    /// <summary>Opens what a job's chunks need, and plans the job unless that was done before, with so many dedupe partitions.</summary>
    public static async Task<JobContext> OpenAsync(
        JobSpec spec, IArtifactStore store, EngineOptions options, int dedupePartitions, LayoutCache layouts, ReferenceCache references, CancellationToken cancellationToken)
    {
        var keys = JobKeys.Of(spec.ProjectId, spec.Id);
        var rawKey = ArtifactKeys.Raw(spec.ProjectId, spec.ArtifactId);
        var (job, plan) = spec.RepairOf is { } repaired
            ? await RepairPlanner.PrepareAsync(store, keys, rawKey, JobKeys.Of(spec.ProjectId, repaired), spec.Recipe, options, dedupePartitions, references.Of(spec.ProjectId), cancellationToken)
            : await JobPlanner.PrepareAsync(
                store, keys, rawKey, spec.Recipe, options, dedupePartitions, layouts.Find(spec.ArtifactId, spec.Recipe.Source), references.Of(spec.ProjectId), cancellationToken);
        var known = job.Repair is { } target && plan.HasDedupe
            ? await KnownKeys.OpenAsync(store, new JobKeys(target.Folder), plan.DedupeRuleCount, cancellationToken)
            : null;
        var source = await store.OpenAsync(job.SourceKey, cancellationToken)
            ?? throw new UnreadableSourceException("The uploaded file is no longer there. Upload it again.");
        return new JobContext(job, plan, source, store, keys, options, known);
    }

    /// <summary>Begins to use it; false when it is freed already.</summary>
    public bool TryAcquire()
    {
        lock (_gate)
        {
            if (_retired)
                return false;
            _users++;
            return true;
        }
    }

    /// <summary>Ends what <see cref="TryAcquire"/> began.</summary>
    public void Release()
    {
        lock (_gate)
        {
            LastUsed = Environment.TickCount64;
            if (--_users > 0 || !_retired)
                return;
        }
        Free();
    }

    /// <summary>Frees it as soon as nobody uses it.</summary>
    public void Retire()
    {
        lock (_gate)
        {
            if (_retired)
                return;
            _retired = true;
            if (_users > 0)
                return;
        }
        Free();
    }

    /// <summary>An evaluator, with its memory for a chunk. The window of chunks in flight bounds how many there are.</summary>
    public ChunkEvaluator RentEvaluator() =>
        _evaluators.TryTake(out var evaluator) ? evaluator : new ChunkEvaluator(plan, job.Layout, job.Chunks, options, job.IsProfiled, _carries);

    /// <summary>
    /// Gives an evaluator back whose chunk is finished. After a failure it is left to the collector: somebody may still look at its memory,
    /// such as a partition of the dedupe stage.
    /// </summary>
    public void Return(ChunkEvaluator evaluator) => _evaluators.Add(evaluator);

    private void Free()
    {
        while (_evaluators.TryTake(out var evaluator))
            evaluator.Dispose();
        source.Dispose();
    }
}
