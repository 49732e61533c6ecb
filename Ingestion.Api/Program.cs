using Ingestion.Api;
using Ingestion.Data;
using Ingestion.ServiceDefaults;

// The distributed host. Where the silos are it learns from the section Orleans: ClusterId, ServiceId, Clustering.
var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.UseOrleansClient();
builder.AddIngestionApi();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapIngestionApi();
await app.Services.GetRequiredService<SchemaMigrator>().MigrateAsync();
await app.RunAsync();
