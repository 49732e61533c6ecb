using Ingestion.Cluster.Tests.Hosts;

namespace Ingestion.Cluster.Tests;

public sealed class StartUpTests
{
    [Theory]
    [InlineData("Ingestion.Silo", "The silo did not start: ConnectionStrings:ingestion is missing: ", "ConnectionStrings:redis is missing: ", "UPLOAD_BASE_DIR is missing: ")]
    [InlineData("Ingestion.Api", "The API did not start: ConnectionStrings:ingestion is missing: ", "JWT_KEY is missing: ")]
    [InlineData("Ingestion.Web", "The web application did not start: Api:BaseAddress is missing: ")]
    public async Task Host_WithoutItsSettings_SaysInOneLineWhatIsMissing(string project, params string[] expected)
    {
        await using var host = Host.Launch(project, []);

        Assert.Equal(1, await host.EndAsync());

        var line = Assert.Single(host.Output);
        Assert.All(expected, part => Assert.Contains(part, line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Ingestion.Silo", "The silo did not start: ")]
    [InlineData("Ingestion.Api", "The API did not start: ")]
    public async Task Host_WithAMalformedObjectStore_SaysSoInOneLineWithoutTheKey(string project, string expected)
    {
        await using var host = Host.Launch(project,
        [
            ("ConnectionStrings__ingestion", "Server=127.0.0.1"), ("ConnectionStrings__redis", "127.0.0.1"), ("ENCRYPTION_KEY", Convert.ToBase64String(new byte[32])),
            ("JWT_KEY", Convert.ToBase64String(new byte[32])), ("ConnectionStrings__artifacts", "AccountKey=c2VjcmV0"),
        ]);

        Assert.Equal(1, await host.EndAsync());

        var line = Assert.Single(host.Output);
        Assert.StartsWith(expected + "ConnectionStrings:artifacts is no Azure Storage connection string: give ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", line, StringComparison.Ordinal);
    }
}
