using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Ingestion.ServiceDefaults;

/// <summary>How the hosts of the distributed system start: what is missing or wrong is said in one line, and ends them.</summary>
public static class DistributedHost
{
    private const string ObjectStore = "ConnectionStrings:artifacts";

    /// <summary>The settings that another one replaces.</summary>
    private static readonly Dictionary<string, string> Replaced = new(StringComparer.Ordinal) { ["UPLOAD_BASE_DIR"] = ObjectStore };

    /// <summary>The settings that a host may need, and what to give.</summary>
    private static readonly Dictionary<string, string> Needed = new(StringComparer.Ordinal)
    {
        ["ConnectionStrings:ingestion"] = "the MySQL database, such as 'Server=db;Database=ingestion;User ID=ingestion;Password=…'",
        ["ConnectionStrings:redis"] = "where the silos find each other, such as 'redis:6379'",
        ["ENCRYPTION_KEY"] = "32 bytes in base64, the same for every host: `openssl rand -base64 32` prints some",
        ["UPLOAD_BASE_DIR"] = $"the folder of uploads and results, shared by every host, or {ObjectStore}, an object store",
        ["Api:BaseAddress"] = "where the API is, such as 'http://api:8080'",
        ["JWT_KEY"] = "at least 32 bytes in base64, the same for every API host: `openssl rand -base64 32` prints some",
    };

    /// <summary>Runs a host to its end. The exit code is 1 when it could not start.</summary>
    /// <param name="name">What it is, for the line that says why not.</param>
    /// <param name="run">Builds and runs it.</param>
    public static async Task<int> RunAsync(string name, Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (Exception exception) when (exception is InvalidOperationException or OptionsValidationException or DbException)
        {
            await Console.Error.WriteLineAsync($"{name} did not start: {exception.Message}");
            return 1;
        }
    }

    /// <summary>Refuses to start without some settings, or what replaces them.</summary>
    /// <exception cref="InvalidOperationException">Some are missing; the message names them all.</exception>
    public static void Require(this IConfiguration configuration, params IEnumerable<string> settings)
    {
        var missing = settings.Where(setting => !Has(setting) && !(Replaced.TryGetValue(setting, out var other) && Has(other))).ToList();
        if (missing.Count > 0)
            throw new InvalidOperationException(string.Join("; ", missing.Select(setting => $"{setting} is missing: give {Needed[setting]}")) + ".");

        bool Has(string setting) => !string.IsNullOrWhiteSpace(configuration[setting]);
    }
}
