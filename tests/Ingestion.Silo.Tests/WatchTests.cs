using Ingestion.Contracts;

namespace Ingestion.Silo.Tests;

public sealed class WatchTests : IAsyncLifetime
{
    private readonly DataFolder _folder = new();
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await TestSilo.StartAsync(_folder);

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Watch_WhenTheJobIsWokenAfterItsEnd_StillSeesTheEnd()
    {
        var spec = await _silo.UploadAsync(Orders.Csv(100), Orders.Recipe());
        await _silo.Job(spec).StartAsync(spec);
        await using var watch = _silo.Job(spec).WatchAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await watch.MoveNextAsync());

        // Another one follows it to the end; then the watchdog, which listed it while it ran, comes late.
        await _silo.EndAsync(spec);
        await _silo.Job(spec).WakeAsync();

        while (!watch.Current.Status.IsFinal())
            Assert.True(await watch.MoveNextAsync());
        Assert.Equal(JobStatus.Completed, watch.Current.Status);
    }
}
