using Ingestion.Contracts;

namespace Ingestion.Api.Jobs;

/// <summary>The grains that do the work, wherever they run.</summary>
internal sealed class Workers(IGrainFactory grains)
{
    public IInspectionGrain Inspector => Reach(() => grains.GetGrain<IInspectionGrain>(0));

    public IJobGrain Job(JobId id) => Reach(() => grains.GetGrain<IJobGrain>(id.Value));

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
