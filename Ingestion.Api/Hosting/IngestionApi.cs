using Ingestion.Api.Artifacts;
using Ingestion.Api.Auth;
using Ingestion.Api.Hosting;
using Ingestion.Api.Jobs;
using Ingestion.Api.Previews;
using Ingestion.Api.Problems;
using Ingestion.Api.Projects;
using Ingestion.Api.Recipes;
using Ingestion.Api.Templates;
using Ingestion.Api.Uploads;
using Ingestion.Core.Artifacts;
using Ingestion.Data;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Scalar.AspNetCore;

namespace Ingestion.Api;

/// <summary>
/// The REST API as a part of any host. It needs an <see cref="IGrainFactory"/> from the host (a silo or a cluster client)
/// and a migrated database.
/// </summary>
public static class IngestionApi
{
    /// <summary>
    /// The folder of the artifact store, shared by all hosts, where <c>ConnectionStrings:artifacts</c> names no object store. Default:
    /// <c>artifacts</c> in <c>DATA_DIR</c>.
    /// </summary>
    private const string UploadFolderSetting = "UPLOAD_BASE_DIR";

    /// <summary>Adds what the API's routes need.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message says which, in one line.</exception>
    public static TBuilder AddIngestionApi<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddIngestionData(builder.Configuration);
        var objects = BlobArtifactStore.FromSettings(
            builder.Configuration.GetConnectionString(BlobArtifactStore.ConnectionName), builder.Configuration[BlobArtifactStore.ContainerSetting]);
        builder.Services.TryAddSingleton<IArtifactStore>(_ => objects as IArtifactStore ?? new FolderArtifactStore(UploadFolder(builder.Configuration)));
        builder.Services.TryAddSingleton<StoreWatch>();
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, LargeBlocks>();
        builder.AddApiAuthentication();
        builder.AddOptions();
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = ProblemPages.Customize);
        builder.Services.AddOpenApi(OpenApiDocument.Name, OpenApiDocument.Configure);

        builder.Services.AddSingleton<AdministratorAccount>();
        builder.Services.AddSingleton<ProjectAccess>();
        builder.Services.AddSingleton<RecipeChoice>();
        builder.Services.AddSingleton<UploadReader>();
        builder.Services.AddSingleton<Workers>();
        builder.Services.AddSingleton<JobStarter>();
        builder.Services.AddSingleton<JobFeed>();
        return builder;
    }

    /// <summary>Adds the API's middleware and routes. Call it before mapping anything that catches all paths.</summary>
    public static WebApplication MapIngestionApi(this WebApplication app)
    {
        app.UseProblemPages();
        app.UseAuthentication();
        app.UseAuthorization();

        var api = app.MapGroup("").WithMetadata(new ProblemPages.Marker());
        api.MapOpenApi().AllowAnonymous();
        app.MapScalarApiReference(scalar =>
        {
            scalar.Title = "Ingestion API";
            // Pages work without a way to the internet.
            scalar.DefaultFonts = false;
        }).AllowAnonymous();

        var routes = api.MapGroup("").RequireAuthorization(ApiAuthentication.Policy);
        routes.MapAuthApi();
        routes.MapProjectsApi();
        routes.MapTemplatesApi();
        routes.MapUploadApi();
        routes.MapArtifactsApi();
        routes.MapRecipesApi();
        routes.MapPreviewApi();
        routes.MapJobsApi();
        routes.MapJobEventsApi();
        routes.MapJobResultsApi();
        routes.MapRepairsApi();
        if (ClusterDashboard.IsEnabled(app.Configuration))
            api.MapClusterDashboard();
        return app;
    }

    private static void AddOptions(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<UploadOptions>().BindConfiguration(UploadOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<PreviewOptions>()
            .Configure<IConfiguration>((options, configuration) =>
                options.RowLimit = configuration.GetValue(PreviewOptions.RowLimitSetting, options.RowLimit))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.Configure<JsonOptions>(options => ApiJson.Apply(options.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    private static string UploadFolder(IConfiguration configuration) =>
        configuration[UploadFolderSetting] is { Length: > 0 } folder ? folder
        : Path.Combine(configuration["DATA_DIR"] is { Length: > 0 } data ? data : "data", "artifacts");
}
