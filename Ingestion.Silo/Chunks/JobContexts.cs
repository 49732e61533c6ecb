using Ingestion.Contracts;
using Ingestion.Core;
using Ingestion.Core.Artifacts;

namespace Ingestion.Silo.Chunks;

/// <summary>The contexts of the jobs that have work in this silo: a plan is compiled once a run, not once a chunk.</summary>
internal sealed class JobContexts(IArtifactStore store, EngineOptions options, LayoutCache layouts, ReferenceCache references, SiloSettings settings, ActiveSilos silos)
{
    // Each chunk asks each partition: many more of them would be many small messages.
    private const int MostDedupePartitions = 64;
    private readonly Dictionary<(JobId, int), Task<JobContext>> _contexts = [];

    /// <summary>A run's context, to be given back with <see cref="JobContext.Release"/>. Opened here when it is the first use.</summary>
    public async Task<JobContext> AcquireAsync(JobSpec spec, int epoch, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<JobContext>? opening;
            TaskCompletionSource<JobContext>? mine = null;
            lock (_contexts)
            {
                if (!_contexts.TryGetValue((spec.Id, epoch), out opening) || opening.IsFaulted || opening.IsCanceled)
                {
                    mine = new TaskCompletionSource<JobContext>(TaskCreationOptions.RunContinuationsAsynchronously);
                    _contexts[(spec.Id, epoch)] = opening = mine.Task;
                }
            }
            if (mine is not null)
                await OpenAsync(mine, spec, cancellationToken);
            var context = await opening.WaitAsync(cancellationToken);
            if (context.TryAcquire())
                return context;
            Forget(spec.Id, epoch, opening);
        }
    }

    /// <summary>Ends a run's context: it is freed once the last chunk has given it back.</summary>
    public void Retire(JobId jobId, int epoch)
    {
        Task<JobContext>? opening;
        lock (_contexts)
        {
            if (!_contexts.Remove((jobId, epoch), out opening))
                return;
        }
        RetireOpened(opening);
    }

    /// <summary>Ends what was not used for so long: a silo that only lends a hand is not told when a job ends.</summary>
    public void RetireIdle(TimeSpan idle)
    {
        var before = Environment.TickCount64 - (long)idle.TotalMilliseconds;
        List<(JobId, int)> old;
        lock (_contexts)
            old = [.. _contexts.Where(entry => entry.Value.IsCompleted && (!entry.Value.IsCompletedSuccessfully || entry.Value.Result.LastUsed < before)).Select(entry => entry.Key)];
        foreach (var (jobId, epoch) in old)
            Retire(jobId, epoch);
    }

    private async Task OpenAsync(TaskCompletionSource<JobContext> opening, JobSpec spec, CancellationToken cancellationToken)
    {
        try
        {
            opening.SetResult(await JobContext.OpenAsync(spec, store, options, settings.DedupePartitions ?? Math.Min(silos.Count, MostDedupePartitions), layouts, references, cancellationToken));
        }
        // Whoever waits for it, this caller included, gets what went wrong; the next use tries again.
        catch (Exception exception)
        {
            opening.SetException(exception);
        }
    }

    private void Forget(JobId jobId, int epoch, Task<JobContext> opening)
    {
        lock (_contexts)
        {
            if (_contexts.TryGetValue((jobId, epoch), out var current) && current == opening)
                _contexts.Remove((jobId, epoch));
        }
    }

    private static void RetireOpened(Task<JobContext> opening) =>
        opening.ContinueWith(opened => opened.Result.Retire(), CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
