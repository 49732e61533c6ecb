using Ingestion.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Ingestion.Web.Tests.Browser;

/// <summary>The real web application on a real port, against the API at an address.</summary>
internal static class WebHost
{
    public static async Task<WebApplication> StartAsync(Uri api)
    {
        // The application's own name, for its manifest of static assets lies beside this test's.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(IngestionWebExtensions).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([new("Api:BaseAddress", api.ToString())]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddServiceDefaults();
        builder.AddIngestionWeb();
        var app = builder.Build();
        app.MapIngestionWeb();
        await app.StartAsync();
        return app;
    }
}
