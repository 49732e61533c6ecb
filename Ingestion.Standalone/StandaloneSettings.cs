namespace Ingestion.Standalone;

/// <summary>What Standalone adds to the settings of silo, API and pages: where it listens and what it makes itself when it is not given.</summary>
internal sealed class StandaloneSettings
{
    private const int DefaultPort = 5080;

    public StandaloneSettings(IConfiguration configuration)
    {
        DataFolder = Path.GetFullPath(configuration["DATA_DIR"] is { Length: > 0 } folder ? folder : "data");
        if (configuration["PORT"] is { Length: > 0 } port && (!ushort.TryParse(port, out var number) || number == 0))
            throw new InvalidOperationException($"PORT is '{port}': give a number from 1 to 65535.");
        Urls = configuration["urls"] is { Length: > 0 } urls ? urls
            : $"http://127.0.0.1:{(configuration["PORT"] is { Length: > 0 } told ? told : DefaultPort)}";
    }

    /// <summary><c>DATA_DIR</c>: database, artifacts and keys. Default: <c>data</c> in the working folder.</summary>
    public string DataFolder { get; }

    /// <summary><c>--urls</c>, <c>ASPNETCORE_URLS</c> or <c>PORT</c>. Default: http://127.0.0.1:5080.</summary>
    public string Urls { get; }

    /// <summary>Fills in what the parts of the process need and were not given.</summary>
    public void Apply(WebApplicationBuilder builder)
    {
        var keys = new KeyFolder(Path.Combine(DataFolder, "keys"));
        var configuration = builder.Configuration;
        configuration["DATA_DIR"] = DataFolder;
        if (string.IsNullOrWhiteSpace(configuration["JWT_KEY"]))
            configuration["JWT_KEY"] = keys.ReadOrCreate("jwt.key");
        if (string.IsNullOrWhiteSpace(configuration["Web:KeyFolder"]))
            configuration["Web:KeyFolder"] = keys.Path;
        builder.WebHost.UseUrls(Urls);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // Orleans warns of what is as it should be here: workstation GC, one silo, a busy machine.
        builder.Logging.AddFilter("Orleans", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
    }
}
