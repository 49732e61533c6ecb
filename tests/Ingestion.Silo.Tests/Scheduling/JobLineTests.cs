using System.Net;
using CsCheck;
using Ingestion.Contracts;
using Ingestion.Silo.Scheduling;

namespace Ingestion.Silo.Tests.Scheduling;

public sealed class JobLineTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void ShareOf_AnyJobsAndSilos_IsFairAndGivesNoPlaceTwice() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 5], Gen.Int[1, 6], Gen.Int[1, 40]).Sample((siloCount, jobsPerSilo, chunksPerJob, jobCount) =>
        {
            var silos = Silos(siloCount);
            var line = new JobLine(jobsPerSilo, chunksPerJob);
            var tickets = Tickets(jobCount, chunks: 5);
            foreach (var ticket in tickets)
                line.Enter(ticket, Start);
            line.Admit(siloCount);

            var shares = tickets.Select(ticket => line.ShareOf(ticket.JobId, silos)).OfType<IReadOnlyList<SiloPlaces>>().ToList();

            Assert.Equal(Math.Min(jobCount, Math.Max(2, jobsPerSilo * siloCount)), shares.Count);
            var places = Math.Max(2, jobsPerSilo) * chunksPerJob;
            Assert.All(silos, silo => Assert.InRange(shares.Sum(share => share.Where(part => part.Silo.Equals(silo)).Sum(part => part.Count)), 0, places));
            Assert.All(shares, share => Assert.All(share, part => Assert.InRange(part.Count, 1, chunksPerJob)));
            var sizes = shares.ConvertAll(share => share.Sum(part => part.Count));
            // Alone, a job gets what one job may have; among many, as much as everyone else.
            Assert.InRange(sizes.Min(), 1, chunksPerJob * siloCount);
            Assert.InRange(sizes.Max() - sizes.Min(), 0, siloCount);
        });

    [Fact]
    public void ShareOf_OneJobAlone_IsAllThatOneJobMayHaveOnEverySilo()
    {
        var line = new JobLine(jobsPerSilo: 2, chunksPerJob: 3);
        var ticket = Tickets(1, chunks: 500)[0];
        line.Enter(ticket, Start);
        line.Admit(silos: 4);

        Assert.Equal([3, 3, 3, 3], line.ShareOf(ticket.JobId, Silos(4))!.Select(part => part.Count));
    }

    [Fact]
    public void Admit_OnlyHugeJobsAtWork_LeavesAPlaceForASmallOne()
    {
        var line = new JobLine(jobsPerSilo: 2, chunksPerJob: 3);
        var huge = Tickets(5, chunks: 10_000);
        foreach (var ticket in huge)
            line.Enter(ticket, Start);
        line.Admit(silos: 1);
        Assert.Equal((1, 4), (line.RunningCount, line.WaitingCount));

        var small = Tickets(2, chunks: 3, since: Start.AddHours(1));
        foreach (var ticket in small)
            line.Enter(ticket, Start);
        line.Admit(silos: 1);

        Assert.NotNull(line.ShareOf(huge[0].JobId, Silos(1)));
        Assert.NotNull(line.ShareOf(small[0].JobId, Silos(1)));
        Assert.Null(line.ShareOf(huge[1].JobId, Silos(1)));
        Assert.Null(line.ShareOf(small[1].JobId, Silos(1)));
        line.Leave(small[0]);
        line.Admit(silos: 1);
        Assert.NotNull(line.ShareOf(small[1].JobId, Silos(1)));
    }

    [Fact]
    public void Admit_JobThatSomebodyWaitsFor_BeginsWhateverRuns()
    {
        var line = new JobLine(jobsPerSilo: 1, chunksPerJob: 1);
        foreach (var ticket in Tickets(9, chunks: 3))
            line.Enter(ticket, Start);
        line.Admit(silos: 1);
        Assert.Equal((2, 7), (line.RunningCount, line.WaitingCount));

        var urgent = Tickets(5, chunks: 3, since: Start.AddHours(1)).Select(ticket => ticket with { IsUrgent = true }).ToList();
        foreach (var ticket in urgent)
            line.Enter(ticket, Start);
        line.Admit(silos: 1);

        Assert.Equal((7, 7), (line.RunningCount, line.WaitingCount));
        Assert.All(urgent, ticket => Assert.Equal([1], line.ShareOf(ticket.JobId, Silos(1))!.Select(part => part.Count)));
    }

    [Fact]
    public void Admit_ManyInLine_TakesThemInTheOrderOfTheirCreation()
    {
        var line = new JobLine(jobsPerSilo: 2, chunksPerJob: 3);
        var tickets = Tickets(6, chunks: 2);
        foreach (var ticket in tickets.Reverse())
            line.Enter(ticket, Start);

        var order = new List<JobId>();
        while (line.WaitingCount + line.RunningCount > 0)
        {
            line.Admit(silos: 1);
            foreach (var ticket in tickets.Where(ticket => line.ShareOf(ticket.JobId, Silos(1)) is not null))
            {
                order.Add(ticket.JobId);
                line.Leave(ticket);
            }
        }

        Assert.Equal(tickets.Select(ticket => ticket.JobId), order);
    }

    [Fact]
    public void Forget_SilentJob_FreesItsPlaceAndARenewalTakesItAgain()
    {
        var line = new JobLine(jobsPerSilo: 1, chunksPerJob: 2);
        var tickets = Tickets(3, chunks: 2);
        foreach (var ticket in tickets)
            line.Enter(ticket, ticket == tickets[0] ? Start : Start.AddSeconds(20));
        line.Admit(silos: 1);
        Assert.Null(line.ShareOf(tickets[2].JobId, Silos(1)));

        line.Forget(Start.AddSeconds(10));
        line.Admit(silos: 1);
        Assert.NotNull(line.ShareOf(tickets[2].JobId, Silos(1)));

        // It was not gone, only not heard: its work is under way, whatever the line thinks of it.
        line.Renew(tickets[0], Start.AddSeconds(30));
        Assert.Equal(3, line.RunningCount);
        Assert.NotEmpty(line.ShareOf(tickets[0].JobId, Silos(1))!);
    }

    [Fact]
    public void Leave_OfAnOldRun_DoesNotTakeTheNewerOneOut()
    {
        var line = new JobLine(jobsPerSilo: 1, chunksPerJob: 2);
        var ticket = Tickets(1, chunks: 2)[0];
        line.Enter(ticket with { Epoch = 2 }, Start);
        line.Leave(ticket with { Epoch = 1 });

        Assert.Equal(1, line.WaitingCount);
    }

    private static JobTicket[] Tickets(int count, int chunks, DateTimeOffset? since = null) =>
        [.. Enumerable.Range(0, count).Select(i => new JobTicket(JobId.New(), 1, (since ?? Start).AddSeconds(i), chunks))];

    private static SiloAddress[] Silos(int count) =>
        [.. Enumerable.Range(0, count).Select(i => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11_000 + i), 1))];
}
