using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Ingestion.Data;

/// <summary>Registers the metadata database.</summary>
public static class DataServiceCollectionExtensions
{
    /// <summary>
    /// Adds the database, its tables and the secret protector as singletons. <see cref="DataOptions"/> is read from
    /// <c>DATA_DIR</c>, <c>ConnectionStrings:ingestion</c> and <c>ENCRYPTION_KEY</c> and checked at start-up. The host calls
    /// <see cref="SchemaMigrator.MigrateAsync"/> before anything else uses the database, Orleans included.
    /// </summary>
    public static IServiceCollection AddIngestionData(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DataOptions>().ValidateOnStart().Configure(options =>
        {
            options.DataDir = NullIfEmpty(configuration["DATA_DIR"]) ?? options.DataDir;
            options.MySqlConnectionString = NullIfEmpty(configuration.GetConnectionString("ingestion"));
            options.EncryptionKey = NullIfEmpty(configuration["ENCRYPTION_KEY"]);
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DataOptions>, DataOptionsValidator>());
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Database>();
        services.TryAddSingleton<SchemaMigrator>();
        services.TryAddSingleton<UserTable>();
        services.TryAddSingleton<ApiKeyTable>();
        services.TryAddSingleton<ProjectTable>();
        services.TryAddSingleton<ArtifactTable>();
        services.TryAddSingleton<RequestKeyTable>();
        services.TryAddSingleton<RecipeTable>();
        services.TryAddSingleton<JobTable>();
        services.TryAddSingleton<JobLog>();
        services.TryAddSingleton<ChunkLedger>();
        services.TryAddSingleton<EncryptionKeyFile>();
        services.TryAddSingleton(provider => new SecretProtector(
            provider.GetRequiredService<IOptions<DataOptions>>().Value.EncryptionKey
                ?? provider.GetRequiredService<EncryptionKeyFile>().ReadOrCreate()));
        return services;
    }

    private static string? NullIfEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
