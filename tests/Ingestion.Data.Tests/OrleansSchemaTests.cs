using Dapper;

namespace Ingestion.Data.Tests;

/// <summary>Runs the queries that Orleans will read from OrleansQuery, with the parameters it gives them.</summary>
public sealed class OrleansSchemaTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Storage_StaleVersion_WritesNothing()
    {
        await using var database = await TestDatabase.CreateAsync();

        Assert.Equal(1, await WriteAsync(null));
        Assert.Null(await WriteAsync(null));
        Assert.Equal(2, await WriteAsync(1));
        Assert.Null(await WriteAsync(1));
        Assert.Equal(3, await RunAsync<long?>(database, "ClearStorageKey", Grain(2)));
        Assert.Null(await RunAsync<long?>(database, "ClearStorageKey", Grain(2)));

        Task<long?> WriteAsync(int? version) => RunAsync<long?>(database, "WriteToStorageKey", Grain(version));
    }

    [Fact]
    public async Task Reminders_UpsertReadDelete_FollowTheVersion()
    {
        await using var database = await TestDatabase.CreateAsync();
        object Reminder(int version) => new
        {
            ServiceId = "s",
            GrainId = "job/1",
            ReminderName = "wake",
            StartTime = new DateTime(2025, 11, 22, 0, 0, 0, DateTimeKind.Utc),
            Period = 60_000L,
            GrainHash = -5,
            Version = version,
            BeginHash = -10,
            EndHash = 0,
        };

        Assert.Equal(0, await RunAsync<long?>(database, "UpsertReminderRowKey", Reminder(0)));
        Assert.Equal(1, await RunAsync<long?>(database, "UpsertReminderRowKey", Reminder(0)));
        Assert.Equal("job/1", await RunAsync<string>(database, "ReadReminderRowKey", Reminder(0)));
        Assert.Equal("job/1", await RunAsync<string>(database, "ReadRangeRows1Key", Reminder(0)));
        Assert.Equal(0, await RunAsync<long?>(database, "DeleteReminderRowKey", Reminder(0)));
        Assert.Equal(1, await RunAsync<long?>(database, "DeleteReminderRowKey", Reminder(1)));
        Assert.Null(await RunAsync<string>(database, "ReadReminderRowsKey", Reminder(0)));
    }

    private static object Grain(int? version) => new
    {
        GrainIdHash = 1,
        GrainIdN0 = 2L,
        GrainIdN1 = 3L,
        GrainTypeHash = 4,
        GrainTypeString = "job",
        GrainIdExtensionString = (string?)null,
        ServiceId = "s",
        PayloadBinary = new byte[100_000],
        GrainStateVersion = version,
    };

    /// <summary>The first value of the last result set that has a row, as Orleans takes it.</summary>
    private static async Task<T?> RunAsync<T>(TestDatabase database, string key, object parameters)
    {
        await using var connection = await database.Get<Database>().OpenAsync(CancellationToken);
        var sql = await connection.QuerySingleAsync<string>("SELECT QueryText FROM OrleansQuery WHERE QueryKey = @key", new { key });
        await using var results = await connection.QueryMultipleAsync(sql, parameters);
        var value = default(T);
        while (!results.IsConsumed)
        {
            if ((await results.ReadAsync<T>()).AsList() is { Count: > 0 } rows)
                value = rows[0];
        }
        return value;
    }
}
