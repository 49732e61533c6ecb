using System.Net;
using Ingestion.Api.Auth;
using Ingestion.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Ingestion.Api.Tests;

public sealed class AuthTests(ApiHost host)
{
    [Fact]
    public async Task LogIn_RightPassword_TokenOpensTheApi()
    {
        using var client = host.Anonymous();

        var answer = await (await client.PostAsync("/auth/login", new { email = "Owner@Example.com", password = ApiHost.Password })).JsonAsync();

        Assert.Equal("Bearer", answer.Text("tokenType"));
        Assert.Equal(8 * 3600, answer.GetProperty("expiresIn").GetInt32());
        client.DefaultRequestHeaders.Authorization = new("Bearer", answer.Text("accessToken"));
        var me = await (await client.ReadAsync("/auth/me")).JsonAsync();
        Assert.Equal(host.Owner.Id.ToString(), me.Text("id"));
        Assert.Equal("owner@example.com", me.Text("email"));
        Assert.Equal("Olga Owner", me.Text("displayName"));
    }

    [Theory]
    [InlineData("owner@example.com", "wrong")]
    [InlineData("nobody@example.com", ApiHost.Password)]
    public async Task LogIn_WrongPasswordOrAccount_SameProblem(string email, string password)
    {
        using var client = host.Anonymous();

        var problem = await (await client.PostAsync("/auth/login", new { email, password })).ProblemAsync(HttpStatusCode.Unauthorized, "sign-in-failed");

        Assert.Equal("E-mail or password is wrong.", problem.Text("detail"));
    }

    [Fact]
    public async Task LogIn_TooManyFailures_IsRefusedForThatAccountOnly()
    {
        await using var strict = new ApiHost(builder => builder.Configuration["Auth:FailedSignInsPerAccount"] = "2");
        await strict.InitializeAsync();
        using var client = strict.Anonymous();
        for (var i = 0; i < 2; i++)
            await (await client.PostAsync("/auth/login", new { email = "owner@example.com", password = "guess" })).ProblemAsync(HttpStatusCode.Unauthorized, "sign-in-failed");

        var refused = await client.PostAsync("/auth/login", new { email = "OWNER@example.com", password = ApiHost.Password });
        var other = await client.PostAsync("/auth/login", new { email = "other@example.com", password = ApiHost.Password });

        await refused.ProblemAsync(HttpStatusCode.TooManyRequests, "too-many-attempts");
        Assert.Equal("60", refused.Headers.RetryAfter?.ToString());
        await other.JsonAsync();
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("Authorization", "Bearer rubbish")]
    [InlineData("Authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIwMTlhMWIyYy0zZDRlLTdmNTAtOGE2Yi03YzhkOWUwZjFhMmIifQ.")]
    [InlineData("X-Api-Key", "rubbish")]
    public async Task AnyRoute_NotSignedIn_SaysHow(string? header, string? value)
    {
        using var client = host.Anonymous();
        if (header is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        var problem = await (await client.ReadAsync("/projects")).ProblemAsync(HttpStatusCode.Unauthorized, "not-signed-in");

        Assert.Contains("X-Api-Key", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApiKey_Created_OpensTheApiAsItsUser()
    {
        using var client = host.ClientOf(host.Other);
        var created = await (await client.PostAsync("/auth/keys", new { name = "nightly import" })).JsonAsync();
        using var program = host.Anonymous();
        program.DefaultRequestHeaders.Add("X-Api-Key", created.Text("key"));

        var me = await (await program.ReadAsync("/auth/me")).JsonAsync();

        Assert.Equal(host.Other.Id.ToString(), me.Text("id"));
    }

    [Fact]
    public async Task ApiKey_ExpiryInThePast_IsABadField()
    {
        using var client = host.ClientOf(host.Other);

        var problem = await (await client.PostAsync("/auth/keys", new { name = "late", expiresAt = "2020-01-01T00:00:00Z" }))
            .ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");

        Assert.StartsWith("Choose a time in the future", problem.Error("expiresAt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignInLink_Redeemed_WorksOnce()
    {
        using var client = host.Anonymous();
        var token = host.Get<SignInLinks>().Create(host.Owner.Id);

        var first = await client.PostAsync("/auth/redeem", new { token });
        var second = await client.PostAsync("/auth/redeem", new { token });

        Assert.NotEmpty((await first.JsonAsync()).Text("accessToken"));
        await second.ProblemAsync(HttpStatusCode.Unauthorized, "sign-in-failed");
    }

    [Fact]
    public async Task SignInLink_Expired_IsWorthless()
    {
        var clock = new ManualClock();
        var links = new SignInLinks(host.Get<UserTable>(), Options.Create(new AuthOptions()), clock);
        var token = links.Create(host.Owner.Id);
        clock.Now += TimeSpan.FromMinutes(15);

        Assert.Null(await links.RedeemAsync(token, Answers.Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("YWJj")]
    public async Task Start_WithoutAUsableKey_StopsWithOneClearLine(string key)
    {
        await using var services = new ServiceCollection()
            .AddOptions<AuthOptions>().Configure(options => options.JwtKey = key)
            .Validate(options => options.HasUsableKey, "too short").Services.BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<AuthOptions>>().Value);

        Assert.Equal("too short", error.Message);
    }

    private sealed class ManualClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
