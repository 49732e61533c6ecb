using Ingestion.Api.Jobs;
using Ingestion.Api.Problems;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;

namespace Ingestion.Api.Tests;

/// <summary>What is called an outage, and which calls are made again.</summary>
public sealed class OutageTests(ApiHost host)
{
    public static TheoryData<Exception, int?> Failures => new()
    {
        { new SiloUnavailableException("gone"), 503 },
        { new OrleansException("stopping"), 503 },
        { new TimeoutException(), 503 },
        { new OperationCanceledException("a silo that stops cancels what it was doing"), 503 },
        { new InvalidOperationException("a bug"), null },
        { new IOException("the store"), null },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void Failure_IsAnOutageOrABug(Exception error, int? status) => Assert.Equal(status, Outage.Describe(error)?.Status);

    [Fact]
    public async Task Database_ThatIsNotThere_IsAnOutage()
    {
        await using var connection = new MySqlConnection("Server=127.0.0.1;Port=1;User ID=root;Connection Timeout=2");

        var error = await Assert.ThrowsAsync<MySqlException>(() => connection.OpenAsync(Answers.Cancellation));

        Assert.Equal((503, "The database is out of reach."), (Outage.Describe(error)?.Status, Outage.Describe(error)?.Title));
    }

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task Call_ThatMayBeMadeTwice_IsMadeAgainWhenASiloWasLost(Exception error, int? status)
    {
        var workers = ActivatorUtilities.CreateInstance<Workers>(host.Services);
        var calls = 0;
        var repeats = status is not null && error is not TimeoutException;

        Task<int> CallAsync() => calls++ == 0 ? Task.FromException<int>(error) : Task.FromResult(calls);
        var called = workers.RepeatAsync(CallAsync, Answers.Cancellation);

        if (repeats)
            Assert.Equal(2, await called);
        else
            Assert.Same(error, await Assert.ThrowsAnyAsync<Exception>(() => called));
        Assert.Equal(repeats ? 2 : 1, calls);
    }
}
