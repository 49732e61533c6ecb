using System.Diagnostics;
using Ingestion.Cluster.Tests.Hosts;
using Ingestion.Cluster.Tests.Jobs;
using Ingestion.Contracts;

namespace Ingestion.Cluster.Tests;

/// <summary>A silo that hangs: its connections stay open and nobody answers on them. The others go on while it still hangs.</summary>
[Collection<LostSilos>]
public sealed class HangTests(Undisturbed undisturbed, ITestOutputHelper output)
{
    // What is promised. A silo that was heard of within the last 12 s, three times the longest wait for a probe, is not suspected.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private const int MostTries = 10;
    private static readonly TimeSpan LongestFreeze = TimeSpan.FromSeconds(45);

    [Fact]
    public Task SiloOfTheJob_Hanging_TheOthersGoOnMeanwhile() => SurvivesAsync("FIRST", job => job.Owner);

    [Fact]
    public Task WorkingSilo_Hanging_TheOthersGoOnMeanwhile() => SurvivesAsync("LAST", job => job.Worker);

    private async Task SurvivesAsync(string keep, Func<DisturbedJob, Host> choose)
    {
        for (var tries = 1; !await HangsAsync(keep, choose); tries++)
        {
            output.WriteLine("The job ended before the hang could hold it up; once more.");
            Assert.True(tries < MostTries, "Jobs end too soon to be held up: make their file larger.");
        }
    }

    private async Task<bool> HangsAsync(string keep, Func<DisturbedJob, Host> choose)
    {
        var job = await DisturbedJob.BeginAsync(undisturbed, keep, silos: 2, output);
        var hanging = choose(job);
        try
        {
            var clock = Stopwatch.StartNew();
            await hanging.FreezeAsync();
            if (await job.StandstillAsync(LongestFreeze) is not { } standstill)
                return false;
            var recorded = clock.Elapsed;
            var last = await job.UntilAsync(_ => true);
            await job.UntilAsync(now => now.RowsRead > last.RowsRead || now.Status.IsFinal(), LongestFreeze);
            output.WriteLine($"frozen: stood still for {standstill.TotalSeconds:F1} s, chunks recorded again after {recorded.TotalSeconds:F1} s, seen through the API after {clock.Elapsed.TotalSeconds:F1} s");
            Assert.False(hanging.HasExited);
            await hanging.ThawAsync();

            clock.Restart();
            // It learns that the others count it as dead, and ends itself: a service manager starts it anew.
            await hanging.EndAsync();
            output.WriteLine($"thawed: ended itself after {clock.Elapsed.TotalSeconds:F1} s");
            await job.AssertAsUndisturbedAsync();
            Assert.InRange(standstill, TimeSpan.Zero, Deadline);
            return true;
        }
        finally
        {
            // Nobody else's silo may be one that hangs.
            await hanging.KillAsync();
        }
    }
}
