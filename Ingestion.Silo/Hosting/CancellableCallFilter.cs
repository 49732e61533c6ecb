namespace Ingestion.Silo;

/// <summary>
/// Begins calls that may be cancelled in a turn of their own. Orleans 10.4.2 has a new grain take its first messages under the grain's
/// lock. An answer given right there waits for a cancellation of the call that is under way
/// (<see cref="Orleans.Configuration.MessagingOptions.WaitForCancellationAcknowledgement"/>), and that one for the lock, to tell the
/// grain: neither ends, and whoever calls the grain waits with them.
/// </summary>
internal sealed class CancellableCallFilter : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Request.IsCancellable)
            await Task.Yield();
        await context.Invoke();
    }
}
