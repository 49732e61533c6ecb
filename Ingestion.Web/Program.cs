using Ingestion.ServiceDefaults;
using Ingestion.Web;

// The distributed host. With ConnectionStrings:redis, sign-ins outlive it and are shared by several.
return await DistributedHost.RunAsync("The web application", async () =>
{
    var builder = WebApplication.CreateBuilder(args);
    // Under Aspire the API is found by its name.
    if (!builder.Configuration.GetSection("services:api").Exists())
        builder.Configuration.Require("Api:BaseAddress");
    builder.AddServiceDefaults();
    builder.AddIngestionWeb();

    await using var app = builder.Build();
    app.MapDefaultEndpoints();
    app.MapIngestionWeb();
    await app.RunAsync();
});
