using Ingestion.Web;

var builder = WebApplication.CreateBuilder(args);
builder.AddIngestionWeb();

var app = builder.Build();
app.MapIngestionWeb();
app.Run();
