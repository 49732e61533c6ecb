using Aspire.Hosting.Orleans;

namespace Ingestion.AppHost;

/// <summary>
/// Hands a silo the keys that Orleans' own provider builders read: ProviderType, ConnectionName and, for a database, Invariant.
/// Aspire's own configuration names a MySQL database <c>MySqlDatabase</c>, which no Orleans provider serves.
/// </summary>
internal sealed class OrleansProvider : IProviderConfiguration
{
    private readonly string _type;
    private readonly string? _invariant;
    private readonly IResourceBuilder<IResourceWithConnectionString> _resource;

    private OrleansProvider(string type, string? invariant, IResourceBuilder<IResourceWithConnectionString> resource)
    {
        _type = type;
        _invariant = invariant;
        _resource = resource;
    }

    /// <summary>Clustering in Redis.</summary>
    public static OrleansProvider Redis(IResourceBuilder<IResourceWithConnectionString> resource) => new("Redis", null, resource);

    /// <summary>Storage or reminders in MySQL.</summary>
    public static OrleansProvider MySql(IResourceBuilder<IResourceWithConnectionString> resource) => new("AdoNet", "MySql.Data.MySqlConnector", resource);

    /// <inheritdoc/>
    public void ConfigureResource<T>(IResourceBuilder<T> resourceBuilder, string configSectionPath) where T : IResourceWithEnvironment
    {
        var section = $"Orleans__{configSectionPath.Replace(":", "__", StringComparison.Ordinal)}";
        resourceBuilder.WithEnvironment($"{section}__ProviderType", _type);
        resourceBuilder.WithEnvironment($"{section}__ConnectionName", _resource.Resource.Name);
        if (_invariant is not null)
            resourceBuilder.WithEnvironment($"{section}__Invariant", _invariant);
        resourceBuilder.WithReference(_resource);
    }
}
