using System.Diagnostics;
using Ingestion.Cluster.Tests.Jobs;

namespace Ingestion.Cluster.Tests;

/// <summary>Silos that end in the middle of a job: the others go on, soon, and the job ends as if nothing had happened.</summary>
[Collection<LostSilos>]
public sealed class LostSiloTests(Undisturbed undisturbed, ITestOutputHelper output)
{
    // Three probes have to be missed, 1.5 s apart, so that a dead silo is found after 3 to 4.5 s (SiloSettings.Membership); one that is left
    // alone waits for heartbeats three seconds old, meanwhile. Six seconds are what is promised; here silos are killed beside others that
    // started a second before, and these give whom they probe twice the time as long as their own cores are short.
    private static readonly TimeSpan CrashDeadline = TimeSpan.FromSeconds(8);

    // The chunks that are under way end, and the others hear that it goes.
    private static readonly TimeSpan DrainDeadline = TimeSpan.FromSeconds(6);

    [Fact]
    public Task Silo_Killed_TheOthersGoOn() => SurvivesAsync("FIRST", job => job.Owner.KillAsync(), within: CrashDeadline);

    [Fact]
    public Task OtherSilo_Killed_TheOthersGoOn() => SurvivesAsync("LAST", job => job.Worker.KillAsync(), within: CrashDeadline);

    [Fact]
    public Task Silo_Terminated_DrainsAndIsNotHeldUpByWhoFollowsTheJob() => SurvivesAsync("FIRST", async job =>
    {
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, await job.Owner.TerminateAsync());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, DrainDeadline);
    });

    [Fact]
    public Task TwoOfThreeSilos_Killed_TheThirdEndsTheJob() =>
        SurvivesAsync("LAST", job => Task.WhenAll(job.Owner.KillAsync(), job.Worker.KillAsync()), within: CrashDeadline, silos: 3);

    private Task SurvivesAsync(string keep, Func<DisturbedJob, Task> disturb, TimeSpan? within = null, int silos = 2) =>
        DisturbedJob.SurvivesAsync(undisturbed, keep, disturb, silos, output, within, followed: true);
}
