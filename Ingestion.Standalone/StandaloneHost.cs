using Ingestion.Api;
using Ingestion.Data;
using Ingestion.ServiceDefaults;
using Ingestion.Silo;
using Ingestion.Web;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Ingestion.Standalone;

/// <summary>
/// Everything in one process, on a SQLite file and a local folder. See <see cref="StandaloneSettings"/> for what can be set.
/// </summary>
public static class StandaloneHost
{
    /// <summary>Runs until Ctrl-C or SIGTERM. The exit code is 1 when a setting is wrong or the data folder is in use, said in one line.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            // Nothing here changes while it runs, and a watcher would look at every file of a data folder below the working one.
            var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
            var settings = new StandaloneSettings(builder.Configuration);
            using var folder = DataFolderLock.Take(settings.DataFolder);
            settings.Apply(builder);

            builder.AddServiceDefaults();
            builder.AddIngestionSilo();
            builder.AddIngestionApi();
            builder.AddIngestionWeb();
            builder.Services.AddSingleton<FirstAccount>();
            builder.Services.AddSingleton<Rehearsal, UploadRehearsal>();

            await using var app = builder.Build();
            app.MapDefaultEndpoints();
            app.MapIngestionApi();
            app.MapIngestionWeb();

            // The first account is there before anybody can ask for it.
            await app.Services.GetRequiredService<SchemaMigrator>().MigrateAsync();
            var signIn = await app.Services.GetRequiredService<FirstAccount>().EnsureAsync();
            await app.StartAsync();
            Announce(app, settings, signIn);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception exception) when (WhyNotStarted(exception) is { } why)
        {
            await Console.Error.WriteLineAsync($"Ingestion did not start: {why}");
            return 1;
        }
    }

    private static void Announce(WebApplication app, StandaloneSettings settings, FirstSignIn signIn)
    {
        var address = AddressOf(app);
        // The pages speak HTTP to the API, which is this very process.
        app.Configuration["Api:BaseAddress"] = address;
        Console.WriteLine($"Ingestion is ready at {address}  (data in {settings.DataFolder})");
        Console.WriteLine(signIn.Token is { } token
            ? $"Sign in, once and within 15 minutes: {address}/signin/{token}"
            : $"Sign in at {address}/login{(signIn.Email is { } email ? $" as {email}" : "")}");
        Console.WriteLine("Ctrl-C ends it; unfinished jobs go on at the next start.");
    }

    private static string AddressOf(WebApplication app)
    {
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var address = bound.FirstOrDefault(candidate => candidate.StartsWith("http:", StringComparison.Ordinal)) ?? bound.First();
        return address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "127.0.0.1", StringComparison.Ordinal);
    }

    private static string? WhyNotStarted(Exception exception) => exception switch
    {
        InvalidOperationException or Microsoft.Extensions.Options.OptionsValidationException => exception.Message,
        IOException or UnauthorizedAccessException => exception.Message,
        _ => null,
    };
}
