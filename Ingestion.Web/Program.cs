using Ingestion.ServiceDefaults;
using Ingestion.Web;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddIngestionWeb();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapIngestionWeb();
await app.RunAsync();
