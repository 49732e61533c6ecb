using System.Data.Common;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ingestion.Api;

/// <summary>Ready: the database and the artifact store answer, and so does a silo.</summary>
internal sealed class ApiHealth(Database database, StoreWatch store, IGrainFactory grains) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using (await database.OpenAsync(cancellationToken))
            {
                // A job that nobody has: the way to a silo and back.
                await grains.GetGrain<IJobGrain>(Guid.Empty).GetAsync().WaitAsync(Patience, cancellationToken);
                return await store.WhyDownAsync(cancellationToken) is { } trouble ? HealthCheckResult.Unhealthy(trouble) : HealthCheckResult.Healthy();
            }
        }
        catch (DbException exception)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", exception);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException or InvalidOperationException)
        {
            return HealthCheckResult.Unhealthy("No silo answers.", exception);
        }
    }
}
