namespace Ingestion.Silo.Jobs;

/// <summary>
/// How many jobs of several chunks are cleaned at once in this silo: each holds memory for its window of chunks. A job of one chunk
/// holds memory only while it is on a lane and needs no slot.
/// </summary>
internal sealed class JobSlots(SiloSettings settings) : IDisposable
{
    private readonly SemaphoreSlim _free = new(settings.JobsAtOnce);

    /// <summary>Whether a job would have to wait.</summary>
    public bool AreTaken => _free.CurrentCount == 0;

    /// <summary>Waits for a slot, first come, first served; disposing the result gives it back.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new Slot(_free);
    }

    public void Dispose() => _free.Dispose();

    private sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
