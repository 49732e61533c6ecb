using Ingestion.Api.Problems;
using Ingestion.Contracts;

namespace Ingestion.Api.Jobs;

/// <summary>The grains that do the work, wherever they run.</summary>
internal sealed class Workers(IGrainFactory grains, TimeProvider time)
{
    // Enough for this process to hear that a silo is gone, so that the second call goes to another.
    private static readonly TimeSpan RepeatPause = TimeSpan.FromMilliseconds(500);

    // A call that went to a silo through another one is not heard to be lost when that silo dies: its time has to run out.
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(5);

    public IJobGrain Job(JobId id) => Reach(() => grains.GetGrain<IJobGrain>(id.Value));

    /// <summary>Looks into an artifact, which changes nothing.</summary>
    public Task<T> InspectAsync<T>(Func<IInspectionGrain, Task<T>> look, CancellationToken cancellationToken) =>
        AnswerAsync(() => look(Reach(() => grains.GetGrain<IInspectionGrain>(0))), cancellationToken);

    /// <summary>As <see cref="RepeatAsync"/>, for calls that are answered soon: one that is not is made a second time beside the first, and the first answer counts.</summary>
    public async Task<T> AnswerAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        var first = RepeatAsync(call, cancellationToken);
        if (await Task.WhenAny(first, Task.Delay(AnswerPatience, time, cancellationToken)) == first || cancellationToken.IsCancellationRequested)
            return await first;
        return await await Task.WhenAny(first, RepeatAsync(call, cancellationToken));
    }

    /// <summary>
    /// Makes a call that may be made twice, and makes it again when a silo is lost over it. One that was not answered in time is not
    /// repeated: whoever asked has waited long enough.
    /// </summary>
    public async Task<T> RepeatAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception error) when (error is not TimeoutException && Outage.IsOfWorkers(error) && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(RepeatPause, time, cancellationToken);
            return await call();
        }
    }

    private static TGrain Reach<TGrain>(Func<TGrain> get)
    {
        try
        {
            return get();
        }
        catch (ArgumentException error)
        {
            // What a cluster says of which this process knows no silo yet.
            throw new SiloUnavailableException($"No silo offers {typeof(TGrain).Name}.", error);
        }
    }
}
