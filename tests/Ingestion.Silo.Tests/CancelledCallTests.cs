using Ingestion.Silo.Dedupe;

namespace Ingestion.Silo.Tests;

public sealed class CancelledCallTests : IAsyncLifetime
{
    private readonly DataFolder _folder = new();
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await TestSilo.StartAsync(_folder);

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        _folder.Dispose();
    }

    // A grain that is just made answers under a lock that the cancellation's message to it waits for, and the answer waits for the
    // cancellation: neither ended, and with them stood whatever else asked the grain.
    [Fact]
    public async Task CallOfANewGrain_CancelledAsItIsAnswered_Ends()
    {
        for (var call = 0; call < 1500; call++)
        {
            using var cancel = new CancellationTokenSource();
            var answer = _silo.Grains.GetGrain<IDedupeGrain>($"{call}/r0p0").AddAsync(1, 0, keys: null, 0, cancel.Token);
            // Now a little before the answer, now a little after it.
            Thread.SpinWait(call % 100 * 20);
            var cancelled = cancel.CancelAsync();

            await Task.WhenAll(cancelled, answer).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

            Assert.True(cancelled.IsCompletedSuccessfully && answer.IsCompleted, $"call {call}");
        }
    }
}
