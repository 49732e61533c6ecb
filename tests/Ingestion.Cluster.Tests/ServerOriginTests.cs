using Ingestion.Cluster.Tests.Servers;
using MySqlConnector;

namespace Ingestion.Cluster.Tests;

public sealed class ServerOriginTests
{
    [Theory]
    [InlineData(true, false, nameof(ServerOrigin.Programs))]
    [InlineData(true, true, nameof(ServerOrigin.Programs))]
    [InlineData(false, true, nameof(ServerOrigin.Containers))]
    [InlineData(false, false, nameof(ServerOrigin.None))]
    public void Choose_OnAMachineWithThese_TakesProgramsBeforeContainers(bool hasPrograms, bool hasDocker, string expected) =>
        Assert.Equal(expected, ClusterServers.Choose(hasPrograms, hasDocker).ToString());

    [Fact]
    public void ClientOptions_OfAnyOrigin_AreThoseOfTheConnectionString()
    {
        var server = new MySqlConnectionStringBuilder("Server=127.0.0.1;Port=11111;Database=ingestion;User ID=root;Password=tests");

        Assert.Equal("[client]\nprotocol=tcp\nhost=127.0.0.1\nport=11111\nuser=root\npassword=tests\n", BackupTests.ClientOptions(server));
    }
}
