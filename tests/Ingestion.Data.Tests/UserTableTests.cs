namespace Ingestion.Data.Tests;

public sealed class UserTableTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_NewUser_IsFoundWhateverTheCase()
    {
        await using var database = TestDatabase.CreateUnmigrated();
        await database.Get<SchemaMigrator>().MigrateAsync(CancellationToken);
        var users = database.Get<UserTable>();
        Assert.False(await users.AnyAsync(CancellationToken));

        var user = await users.CreateAsync(" Zoë.Müller@Example.ORG ", "Zoë 🦆", "correct horse", CancellationToken);

        Assert.Equal("zoë.müller@example.org", user.Email);
        Assert.True(await users.AnyAsync(CancellationToken));
        Assert.Equal(user, await users.GetAsync(user.Id, CancellationToken));
        Assert.Equal(user, await users.FindByEmailAsync("ZOË.MÜLLER@example.org", CancellationToken));
        Assert.Null(await users.FindByEmailAsync("zoe.muller@example.org", CancellationToken));
    }

    [Fact]
    public async Task Create_SameEmailInAnotherCase_ThrowsEmailTaken()
    {
        await using var database = await TestDatabase.CreateAsync();

        var exception = await Assert.ThrowsAsync<EmailTakenException>(
            () => database.Get<UserTable>().CreateAsync("ADA@example.org", "Another", "correct horse", CancellationToken));

        Assert.Equal("There is an account with the email 'ada@example.org' already.", exception.Message);
    }

    [Fact]
    public async Task VerifyPassword_RightWrongAndUnknown_AnswersOnlyTheRight()
    {
        await using var database = await TestDatabase.CreateAsync();
        var users = database.Get<UserTable>();
        var user = await users.CreateAsync("bob@example.org", "Bob", "correct horse", CancellationToken);

        Assert.Equal(user, await users.VerifyPasswordAsync("Bob@Example.org", "correct horse", CancellationToken));
        Assert.Null(await users.VerifyPasswordAsync("bob@example.org", "correct horse ", CancellationToken));
        Assert.Null(await users.VerifyPasswordAsync("bob@example.org", "", CancellationToken));
        Assert.Null(await users.VerifyPasswordAsync("nobody@example.org", "correct horse", CancellationToken));
    }

    [Fact]
    public async Task SetPassword_NewOne_ReplacesTheOld()
    {
        await using var database = await TestDatabase.CreateAsync();
        var users = database.Get<UserTable>();

        Assert.True(await users.SetPasswordAsync(database.UserId, "battery staple", CancellationToken));
        Assert.NotNull(await users.VerifyPasswordAsync("ada@example.org", "battery staple", CancellationToken));
        Assert.True(await users.SetPasswordAsync(database.UserId, "something else", CancellationToken));
        Assert.Null(await users.VerifyPasswordAsync("ada@example.org", "battery staple", CancellationToken));
        Assert.False(await users.SetPasswordAsync(Contracts.UserId.New(), "battery staple", CancellationToken));
    }

    [Fact]
    public async Task PasswordHash_SamePasswordTwice_DiffersAndSaysItsParameters()
    {
        var first = await PasswordHash.CreateAsync("correct horse", CancellationToken);
        var second = await PasswordHash.CreateAsync("correct horse", CancellationToken);

        Assert.NotEqual(first, second);
        Assert.StartsWith("pbkdf2-sha256$600000$", first, StringComparison.Ordinal);
    }

    // Made with Python's hashlib.pbkdf2_hmac, with other parameters than today's.
    [Theory]
    [InlineData("correct horse", true)]
    [InlineData("Correct horse", false)]
    public async Task PasswordHash_OfAnotherMaker_IsVerifiedByItsOwnParameters(string password, bool right) =>
        Assert.Equal(right, await PasswordHash.VerifyAsync(password, "pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw==$yRTMTwbMbo9G0VfjobWqerzuuxe7BETNTErBbKKumGQ=", CancellationToken));
}
