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
}
