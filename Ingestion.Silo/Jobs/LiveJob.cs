using Ingestion.Contracts;
using Ingestion.Data;

namespace Ingestion.Silo.Jobs;

/// <summary>
/// The job as it is now. Numbers are shown from memory and stored about once a second; a status is stored first and shown then.
/// Not thread-safe: it lives on its grain's scheduler.
/// </summary>
internal sealed class LiveJob(Job job, JobTable table, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _saving = new(1, 1);
    private TaskCompletionSource _changed = NewSignal();
    private long _savedAt = time.GetTimestamp();

    /// <summary>The job with its live numbers.</summary>
    public Job Current { get; private set; } = job;

    /// <summary>The run that writes; the table refuses an older one.</summary>
    public int Epoch { get; set; }

    /// <summary>Completes at the next change.</summary>
    public Task Changed => _changed.Task;

    /// <summary>Shows new numbers, and stores them when the last time was a second ago.</summary>
    /// <exception cref="StaleRunException">A newer run has the job.</exception>
    public async Task ShowAsync(Job next)
    {
        Set(next);
        if (time.GetElapsedTime(_savedAt) >= ProgressInterval)
            await SaveAsync(current => current);
    }

    /// <summary>Stores and then shows a change; false when <paramref name="change"/> declines it by null.</summary>
    /// <exception cref="StaleRunException">A newer run has the job.</exception>
    public async Task<bool> SaveAsync(Func<Job, Job?> change)
    {
        await _saving.WaitAsync();
        try
        {
            var before = Current;
            if (change(before) is not { } next)
                return false;
            if (!await table.UpdateAsync(next, Epoch))
                throw new StaleRunException();
            _savedAt = time.GetTimestamp();
            // Numbers may have moved on while the row was written.
            Set(ReferenceEquals(before, Current) ? next : change(Current) ?? next);
            return true;
        }
        finally
        {
            _saving.Release();
        }
    }

    public void Dispose() => _saving.Dispose();

    private void Set(Job next)
    {
        Current = next;
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
