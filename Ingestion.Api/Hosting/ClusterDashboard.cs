using Ingestion.Api.Auth;
using Orleans.Dashboard;

namespace Ingestion.Api;

/// <summary>Orleans' dashboard, for the administrator: what the silos do, grain by grain. By itself it asks nobody who he is.</summary>
internal static class ClusterDashboard
{
    public const string Path = "/dashboard";

    // The silos' own setting, which has to be the same everywhere.
    private const string Setting = "Dashboard:Enabled";

    /// <summary>Whether it is served, and the silos gather what it shows. Default: in a cluster only.</summary>
    public static bool IsEnabled(IConfiguration configuration) =>
        configuration.GetValue(Setting, defaultValue: !string.IsNullOrWhiteSpace(configuration.GetConnectionString("redis")));

    public static void MapClusterDashboard(this RouteGroupBuilder api) =>
        api.MapOrleansDashboard(Path).RequireAuthorization(ApiAuthentication.AdministratorPolicy).ExcludeFromDescription();
}
