using Ingestion.Silo;

var builder = WebApplication.CreateBuilder(args);
builder.AddIngestionSilo();

var app = builder.Build();
app.Run();
