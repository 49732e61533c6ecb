using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Ingestion.Data.Tests;

public sealed class DataOptionsTests
{
    private const string MySql = "Server=db;Database=ingestion;User ID=app;Password=hunter2";
    private static readonly string Key = Convert.ToBase64String(new byte[32]);

    [Fact]
    public void Database_WithoutAConnectionString_IsASqliteFileInTheDataFolder()
    {
        using var services = Services(("DATA_DIR", "/tmp/somewhere"));
        using var database = services.GetRequiredService<Database>();

        Assert.Equal(DatabaseKind.Sqlite, database.Kind);
        Assert.Equal("System.Data.SQLite", database.OrleansInvariant);
        Assert.Contains(Path.Combine("/tmp/somewhere", "ingestion.db"), database.ConnectionString, StringComparison.Ordinal);
    }

    [Fact]
    public void Database_WithAConnectionString_IsMySql()
    {
        using var services = Services(("ConnectionStrings:ingestion", MySql), ("ENCRYPTION_KEY", Key));
        using var database = services.GetRequiredService<Database>();

        Assert.Equal(DatabaseKind.MySql, database.Kind);
        Assert.Equal("MySql.Data.MySqlConnector", database.OrleansInvariant);
    }

    [Theory]
    [InlineData("ConnectionStrings:ingestion", "Server=db", "ConnectionStrings:ingestion names no server or no database")]
    [InlineData("ConnectionStrings:ingestion", "Pass word=hunter2", "ConnectionStrings:ingestion is not a MySQL connection string")]
    [InlineData("ConnectionStrings:ingestion", "Server=db;Database=x;Port=hunter2", "ConnectionStrings:ingestion is not a MySQL connection string")]
    [InlineData("ConnectionStrings:ingestion", MySql, "ENCRYPTION_KEY is missing")]
    [InlineData("ENCRYPTION_KEY", "hunter2", "ENCRYPTION_KEY is not 32 bytes in base64")]
    [InlineData("DATA_DIR", "/dev/null", "DATA_DIR is '/dev/null', which is a file")]
    public void StartUp_WithAWrongValue_SaysSoInOneLineWithoutTheSecret(string name, string value, string expected)
    {
        (string, string)[] settings = value == MySql || name != "ConnectionStrings:ingestion" ? [(name, value)] : [(name, value), ("ENCRYPTION_KEY", Key)];
        using var services = Services(settings);

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.StartsWith(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
        Assert.DoesNotContain("hunter2", exception.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(params (string Name, string Value)[] settings) =>
        new ServiceCollection()
            .AddIngestionData(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value)).Build())
            .BuildServiceProvider();
}
