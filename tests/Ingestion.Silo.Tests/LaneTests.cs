using Ingestion.Silo.Lanes;
using Microsoft.Extensions.Configuration;

namespace Ingestion.Silo.Tests;

public sealed class LaneTests : IDisposable
{
    private readonly CpuLanes _lanes = new(new SiloSettings(
        new ConfigurationBuilder().AddInMemoryCollection([new("Silo:CpuLanes", "1")]).Build()));

    public void Dispose() => _lanes.Dispose();

    [Fact]
    public async Task Work_StillInLineWhenTheLanesStop_IsCancelled()
    {
        using var gate = new ManualResetEventSlim();
        var running = await OccupyAsync(gate);
        var waiting = _lanes.RunAsync(LanePriority.Begin, () => 1, CancellationToken.None);

        var stopping = Task.Run(_lanes.Dispose, TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.Set();
        await stopping;
        Assert.True(await running);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _lanes.RunAsync(LanePriority.First, () => 1, CancellationToken.None));
    }

    [Fact]
    public async Task Work_IsTakenByPriority()
    {
        using var gate = new ManualResetEventSlim();
        var order = new List<LanePriority>();
        var running = await OccupyAsync(gate);
        var waiting = new[] { LanePriority.Begin, LanePriority.Finish, LanePriority.First }.Select(priority =>
            _lanes.RunAsync(priority, () => { order.Add(priority); return 0; }, CancellationToken.None)).ToArray();

        gate.Set();
        await running;
        await Task.WhenAll(waiting);

        Assert.Equal([LanePriority.First, LanePriority.Finish, LanePriority.Begin], order);
    }

    [Fact]
    public async Task Work_ThatThrows_LeavesTheLaneAlive()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => _lanes.RunAsync<int>(LanePriority.First, () => throw new InvalidDataException(), CancellationToken.None));

        Assert.Equal(1, await _lanes.RunAsync(LanePriority.First, () => 1, CancellationToken.None));
    }

    /// <summary>Has the only lane work until the gate opens; returns that work, inside a task of its own, once it runs.</summary>
    private async Task<Task<bool>> OccupyAsync(ManualResetEventSlim gate)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = _lanes.RunAsync(LanePriority.First, () =>
        {
            started.SetResult();
            return gate.Wait(TimeSpan.FromMinutes(1));
        }, CancellationToken.None);
        await started.Task;
        return running;
    }
}
