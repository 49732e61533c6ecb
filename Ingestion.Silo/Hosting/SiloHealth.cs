using System.Data.Common;
using Ingestion.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ingestion.Silo;

/// <summary>Ready: the cluster counts this silo as active, and the database answers.</summary>
internal sealed class SiloHealth(ILocalSiloDetails silo, IClusterMembershipService membership, Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = membership.CurrentSnapshot.GetSiloStatus(silo.SiloAddress);
        if (status != SiloStatus.Active)
            return HealthCheckResult.Unhealthy($"The silo is {status}.");
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (DbException exception)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", exception);
        }
    }
}
