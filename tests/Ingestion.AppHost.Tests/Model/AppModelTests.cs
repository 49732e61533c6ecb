using System.Buffers.Text;

namespace Ingestion.AppHost.Tests.Model;

public sealed class AppModelTests(AppModel model) : IClassFixture<AppModel>
{
    [Theory]
    [InlineData("mysql", typeof(MySqlServerResource))]
    [InlineData("ingestion", typeof(MySqlDatabaseResource))]
    [InlineData("redis", typeof(RedisResource))]
    [InlineData("silo", typeof(ProjectResource))]
    [InlineData("api", typeof(ProjectResource))]
    [InlineData("web", typeof(ProjectResource))]
    [InlineData("encryption-key", typeof(ParameterResource))]
    [InlineData("jwt-key", typeof(ParameterResource))]
    [InlineData("admin-email", typeof(ParameterResource))]
    [InlineData("admin-password", typeof(ParameterResource))]
    [InlineData("upload-base-dir", typeof(ParameterResource))]
    public void Resource_Each_IsThere(string name, Type type) => Assert.IsAssignableFrom(type, model.Get(name));

    [Theory]
    [InlineData("silo", 2)]
    [InlineData("api", 1)]
    [InlineData("web", 1)]
    public void Host_Each_HasItsReplicas(string name, int count) =>
        Assert.Equal(count, model.Annotations<ReplicaAnnotation>(name).Select(replicas => replicas.Replicas).DefaultIfEmpty(1).Last());

    [Theory]
    [InlineData("silo", "ingestion", "redis")]
    [InlineData("api", "ingestion", "redis", "silo")]
    [InlineData("web", "api")]
    public void Host_Each_WaitsForWhatItNeeds(string name, params string[] needed) =>
        Assert.Equal(needed.Order(), model.WaitsOf(name).Intersect(needed).Order());

    [Theory]
    [InlineData("silo")]
    [InlineData("api")]
    [InlineData("web")]
    public void Host_Each_HasAnEndpointAndAHealthCheck(string name)
    {
        Assert.Contains(model.Annotations<EndpointAnnotation>(name), endpoint => endpoint is { Name: "http", UriScheme: "http" });
        Assert.NotEmpty(model.Annotations<HealthCheckAnnotation>(name));
    }

    [Theory]
    [InlineData("mysql", "ingestion-mysql")]
    [InlineData("redis", "ingestion-redis")]
    public void Server_Each_KeepsItsDataInAVolume(string name, string volume) =>
        Assert.Contains(model.Annotations<ContainerMountAnnotation>(name), mount => mount.Type == ContainerMountType.Volume && mount.Source == volume);

    [Fact]
    public async Task Silo_Environment_HasWhatOrleansAndTheHostRead()
    {
        var environment = await model.EnvironmentOfAsync("silo");

        Assert.Equal(
            ("Redis", "redis", "ingestion", "ingestion"),
            (environment["Orleans__Clustering__ProviderType"], environment["Orleans__Clustering__ConnectionName"], environment["Orleans__ClusterId"], environment["Orleans__ServiceId"]));
        Assert.All((string[])["Orleans__GrainStorage__Default", "Orleans__Reminders"], section => Assert.Equal(
            ("AdoNet", "ingestion", "MySql.Data.MySqlConnector"),
            (environment[section + "__ProviderType"], environment[section + "__ConnectionName"], environment[section + "__Invariant"])));
        Assert.Superset(
            new HashSet<string> { "ConnectionStrings__ingestion", "ConnectionStrings__redis", "ENCRYPTION_KEY", "UPLOAD_BASE_DIR", "Orleans__Endpoints__SiloPort", "Orleans__Endpoints__GatewayPort" },
            environment.Keys.ToHashSet());
    }

    [Fact]
    public async Task Api_Environment_IsAClientsAndHasItsKeys()
    {
        var environment = await model.EnvironmentOfAsync("api");

        Assert.Equal("Redis", environment["Orleans__Clustering__ProviderType"]);
        Assert.DoesNotContain(environment.Keys, key => key.StartsWith("Orleans__GrainStorage", StringComparison.Ordinal) || key.StartsWith("Orleans__Reminders", StringComparison.Ordinal));
        Assert.Superset(
            new HashSet<string> { "ConnectionStrings__ingestion", "ConnectionStrings__redis", "ENCRYPTION_KEY", "JWT_KEY", "UPLOAD_BASE_DIR", "INGESTION_ADMIN_EMAIL", "INGESTION_ADMIN_PASSWORD" },
            environment.Keys.ToHashSet());
    }

    [Fact]
    public async Task Web_Environment_KnowsWhereTheApiIs() =>
        Assert.Contains(await model.EnvironmentOfAsync("web"), variable => variable.Key.StartsWith("services__api__http__", StringComparison.Ordinal));

    [Theory]
    [InlineData("encryption-key")]
    [InlineData("jwt-key")]
    public void Key_NobodyGave_IsMadeAndSecret(string name)
    {
        var key = model.Get<ParameterResource>(name);

        Assert.True(key.Secret);
        Assert.NotNull(key.Default);
        Assert.True(Base64.IsValid(key.Default.GetDefaultValue(), out var bytes));
        Assert.Equal(32, bytes);
    }
}
