using Dapper;

namespace Ingestion.Data.Tests;

public sealed class ApiKeyTableTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FindUser_CreatedKey_IsItsUserAndOnlyTheHashIsStored()
    {
        await using var database = await TestDatabase.CreateAsync();
        var keys = database.Get<ApiKeyTable>();

        var (_, key) = await keys.CreateAsync(database.UserId, "nightly", null, CancellationToken);

        Assert.Matches("^ing_[A-Za-z0-9_-]{43}$", key);
        Assert.Equal(database.UserId, (await keys.FindUserAsync(key, CancellationToken))?.Id);
        await using var connection = await database.Get<Database>().OpenAsync(CancellationToken);
        Assert.Matches("^[0-9a-f]{64}$", await connection.QuerySingleAsync<string>("SELECT key_hash FROM api_keys"));
    }

    [Fact]
    public async Task FindUser_UnknownOrMalformedKey_IsNobody()
    {
        await using var database = await TestDatabase.CreateAsync();
        var keys = database.Get<ApiKeyTable>();
        var (_, key) = await keys.CreateAsync(database.UserId, "nightly", null, CancellationToken);

        foreach (var wrong in new[] { "", "ing_", key[..^1], key + "A", key.ToUpperInvariant(), "ing_" + new string('A', 43), "gni" + key[3..] })
            Assert.Null(await keys.FindUserAsync(wrong, CancellationToken));
    }

    [Fact]
    public async Task FindUser_FromTheExpiryOn_IsNobody()
    {
        await using var database = await TestDatabase.CreateAsync();
        var keys = database.Get<ApiKeyTable>();
        var expiresAt = database.Time.Now.AddHours(1);
        var (_, key) = await keys.CreateAsync(database.UserId, "nightly", expiresAt, CancellationToken);

        database.Time.Now = expiresAt.AddMilliseconds(-1);
        Assert.NotNull(await keys.FindUserAsync(key, CancellationToken));
        database.Time.Now = expiresAt;
        Assert.Null(await keys.FindUserAsync(key, CancellationToken));
    }
}
