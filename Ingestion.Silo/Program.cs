using Ingestion.ServiceDefaults;
using Ingestion.Silo;

// The distributed host. See SiloSettings for what can be set.
return await DistributedHost.RunAsync("The silo", async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.Configuration.Require("ConnectionStrings:ingestion", "ConnectionStrings:redis", "ENCRYPTION_KEY", "UPLOAD_BASE_DIR");
    builder.AddServiceDefaults();
    builder.AddIngestionSilo();

    await using var app = builder.Build();
    app.MapDefaultEndpoints();
    await app.RunAsync();
});
