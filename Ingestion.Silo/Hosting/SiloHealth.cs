using System.Data.Common;
using Ingestion.Core.Artifacts;
using Ingestion.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ingestion.Silo;

/// <summary>Ready: the cluster counts this silo as active, and the database and the artifact store answer.</summary>
internal sealed class SiloHealth(ILocalSiloDetails silo, IClusterMembershipService membership, Database database, StoreWatch store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = membership.CurrentSnapshot.GetSiloStatus(silo.SiloAddress);
        if (status != SiloStatus.Active)
            return HealthCheckResult.Unhealthy($"The silo is {status}.");
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            return await store.WhyDownAsync(cancellationToken) is { } trouble ? HealthCheckResult.Unhealthy(trouble) : HealthCheckResult.Healthy();
        }
        catch (DbException exception)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", exception);
        }
    }
}
