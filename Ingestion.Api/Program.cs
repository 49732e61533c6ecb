using Ingestion.Api;
using Ingestion.Api.Auth;
using Ingestion.Data;
using Ingestion.ServiceDefaults;

// The distributed host. Where the silos are, Redis tells it.
return await DistributedHost.RunAsync("The API", async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.Configuration.Require("ConnectionStrings:ingestion", "ConnectionStrings:redis", "ENCRYPTION_KEY", "UPLOAD_BASE_DIR", "JWT_KEY");
    builder.AddServiceDefaults();
    builder.AddClusterClient();
    builder.AddIngestionApi();

    await using var app = builder.Build();
    app.MapDefaultEndpoints();
    app.MapIngestionApi();
    await app.Services.GetRequiredService<SchemaMigrator>().MigrateAsync();
    await app.Services.GetRequiredService<AdministratorAccount>().EnsureAsync();
    await app.RunAsync();
});
