using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;
using Ingestion.Core.Dedupe;
using Ingestion.Core.Plans;
using Ingestion.Core.Repairs;
using Ingestion.Core.References;
using Ingestion.Core.Results;

namespace Ingestion.Core.Runs;

/// <summary>
/// A whole job inside this process: the engine without grains, ledger and recovery, for tools, tests and measurements.
/// </summary>
/// <param name="store">Where the artifact is and the result goes.</param>
/// <param name="options">The engine's bounds.</param>
/// <param name="projectId">Whose artifacts REFERENCE rules look into.</param>
public sealed class LocalRun(IArtifactStore store, EngineOptions options, ProjectId projectId = default)
{
    private LoadReferenceAsync References => new ReferenceLoader(store, options).Of(projectId);

    /// <summary>Cleans the object <paramref name="rawKey"/> into <paramref name="keys"/> with so many worker threads.</summary>
    /// <exception cref="UnreadableSourceException">It cannot be read, or the recipe does not fit it.</exception>
    public async Task<ResultManifest> RunAsync(JobId jobId, JobKeys keys, string rawKey, Recipe recipe, int workers, CancellationToken cancellationToken = default)
    {
        var (job, plan) = await JobPlanner.PrepareAsync(store, keys, rawKey, recipe, options, references: References, cancellationToken: cancellationToken);
        return await RunAsync(jobId, keys, job, plan, known: null, workers, cancellationToken);
    }

    /// <summary>Cleans the corrected rejects <paramref name="rawKey"/> of the job <paramref name="target"/> and adds what passes to that job's result, whose manifest is returned.</summary>
    /// <exception cref="UnreadableSourceException">The upload is no correction of these rejects.</exception>
    /// <exception cref="InvalidOperationException">Another repair was added meanwhile.</exception>
    public async Task<ResultManifest> RepairAsync(
        JobId jobId, JobKeys keys, string rawKey, JobKeys target, Recipe recipe, int workers, CancellationToken cancellationToken = default)
    {
        var (job, plan) = await RepairPlanner.PrepareAsync(store, keys, rawKey, target, recipe, options, references: References, cancellationToken: cancellationToken);
        var known = plan.HasDedupe ? await KnownKeys.OpenAsync(store, target, plan.DedupeRuleCount, cancellationToken) : null;
        await RunAsync(jobId, keys, job, plan, known, workers, cancellationToken);
        return await RepairPublisher.AddAsync(store, target, jobId, keys, DateTimeOffset.UtcNow, cancellationToken)
            ?? throw new InvalidOperationException("Another repair was added to the result meanwhile.");
    }

    private async Task<ResultManifest> RunAsync(JobId jobId, JobKeys keys, JobPlan job, Plan plan, KnownKeys? known, int workers, CancellationToken cancellationToken)
    {
        using var source = await store.OpenAsync(job.SourceKey, cancellationToken)
            ?? throw new IOException($"The object '{job.SourceKey}' is not there.");
        using var turns = new Turns(job, plan, source, new ChunkWriter(plan, store, keys, isAlone: job.Chunks.Chunks.Count == 1), known, options);
        await turns.RunAsync(workers, cancellationToken);
        return await ResultPublisher.PublishAsync(store, keys, jobId, job, plan, turns.Records, "", DateTimeOffset.UtcNow, cancellationToken);
    }

    /// <summary>The workers' shared state: chunks are taken, and pass the dedupe stage, in turn.</summary>
    private sealed class Turns(JobPlan job, Plan plan, ArtifactReader source, ChunkWriter writer, KnownKeys? known, EngineOptions options) : IDisposable
    {
        private readonly IReadOnlyList<Chunk> _chunks = plan.DedupeFromEnd ? [.. job.Chunks.Chunks.Reverse()] : job.Chunks.Chunks;
        private readonly ChunkRecord[] _records = new ChunkRecord[job.Chunks.Chunks.Count];
        private readonly DedupeResolver? _resolver = plan.HasDedupe ? new DedupeResolver(plan, options, job.Chunks.Chunks.Sum(chunk => chunk.LengthBytes)) : null;
        private readonly ChunkCarries _carries = new();
        private readonly Lock _taking = new();
        private readonly object _turn = new();
        private int _taken;
        private int _resolved;

        public IReadOnlyList<ChunkRecord> Records => _records;

        public async Task RunAsync(int workers, CancellationToken cancellationToken)
        {
            using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var threads = Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(
                () => Work(failed), failed.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
            await Task.WhenAll(threads);
        }

        public void Dispose() => _resolver?.Dispose();

        private void Work(CancellationTokenSource failed)
        {
            var evaluator = new ChunkEvaluator(plan, job.Layout, job.Chunks, options, job.IsProfiled, _carries);
            try
            {
                while (TakeNext() is var turn && turn < _chunks.Count)
                {
                    var evaluated = evaluator.Evaluate(source, _chunks[turn], failed.Token);
                    var duplicates = Resolve(turn, evaluated, failed.Token);
                    _records[evaluated.Chunk.Index] = writer.WriteAsync(evaluated, duplicates, failed.Token).GetAwaiter().GetResult();
                }
                evaluator.Dispose();
            }
            catch
            {
                failed.Cancel();
                lock (_turn)
                    Monitor.PulseAll(_turn);
                throw;
            }
        }

        private int TakeNext()
        {
            lock (_taking)
                return _taken++;
        }

        private ChunkDuplicates? Resolve(int turn, EvaluatedChunk chunk, CancellationToken cancellationToken)
        {
            if (_resolver is null)
                return null;
            lock (_turn)
            {
                while (_resolved != turn)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Monitor.Wait(_turn);
                }
                var duplicates = _resolver.Resolve(chunk, known);
                _resolved++;
                Monitor.PulseAll(_turn);
                return duplicates;
            }
        }
    }
}
