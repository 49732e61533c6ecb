using Ingestion.Contracts;

namespace Ingestion.Silo.Scheduling;

/// <summary>
/// Who waits, who runs and who gets how many places: the rules of <see cref="JobQueueGrain"/>, without grains. First come, first served;
/// but one of the jobs at work is always a smaller one, if such a one waits, so that huge jobs never keep small ones from running, and a
/// job that somebody waits for begins at once, whatever runs.
/// Not thread-safe.
/// </summary>
/// <param name="jobsPerSilo">How many jobs may run at once for each silo.</param>
/// <param name="chunksPerJob">How many chunks of one job may be under way on one silo.</param>
internal sealed class JobLine(int jobsPerSilo, int chunksPerJob)
{
    /// <summary>A job of more chunks is a large one.</summary>
    public const int MostChunksOfSmallJob = 64;

    private readonly Dictionary<JobId, Entry> _entries = [];
    private long _admissions;

    private int PlacesPerSilo => Math.Max(2, jobsPerSilo) * chunksPerJob;

    /// <summary>How many jobs wait.</summary>
    public int WaitingCount => _entries.Count - RunningCount;

    /// <summary>How many jobs run.</summary>
    public int RunningCount => _entries.Values.Count(entry => entry.IsRunning);

    /// <summary>Lets a job stand in line, or take up the place it has.</summary>
    public void Enter(JobTicket ticket, DateTimeOffset now) => Hear(ticket, now);

    /// <summary>Takes a job as running, which it is: its work is under way.</summary>
    public void Renew(JobTicket ticket, DateTimeOffset now)
    {
        var entry = Hear(ticket, now);
        if (!entry.IsRunning)
            entry.Admission = ++_admissions;
    }

    /// <summary>Takes a job's run out; a newer run stays.</summary>
    public void Leave(JobTicket ticket)
    {
        if (_entries.TryGetValue(ticket.JobId, out var entry) && entry.Ticket.Epoch <= ticket.Epoch)
            _entries.Remove(ticket.JobId);
    }

    /// <summary>Forgets the jobs that were last heard of before a point in time.</summary>
    public void Forget(DateTimeOffset before)
    {
        foreach (var silent in _entries.Values.Where(entry => entry.HeardAt < before).ToList())
            _entries.Remove(silent.Ticket.JobId);
    }

    /// <summary>Lets as many begin as may.</summary>
    public void Admit(int silos)
    {
        foreach (var urgent in _entries.Values.Where(entry => !entry.IsRunning && entry.Ticket.IsUrgent))
            urgent.Admission = ++_admissions;
        var most = Math.Max(2, jobsPerSilo * silos);
        var running = _entries.Values.Count(entry => entry.IsRunning && !entry.Ticket.IsUrgent);
        if (running >= most)
            return;
        var large = _entries.Values.Count(entry => entry.IsRunning && entry.IsLarge);
        foreach (var entry in _entries.Values.Where(entry => !entry.IsRunning).OrderBy(entry => entry.Ticket.Since).ThenBy(entry => entry.Ticket.JobId.Value))
        {
            if (running >= most)
                return;
            if (entry.IsLarge && large >= most - 1)
                continue;
            entry.Admission = ++_admissions;
            running++;
            large += entry.IsLarge ? 1 : 0;
        }
    }

    /// <summary>
    /// A running job's places; null when it waits. All places are dealt out like cards, silo after silo, to the running jobs in the order
    /// in which they began: everyone gets as many as everyone else, one more or less and at least one; unless there are more urgent jobs than
    /// places, none is given twice.
    /// </summary>
    public IReadOnlyList<SiloPlaces>? ShareOf(JobId jobId, IReadOnlyList<SiloAddress> silos)
    {
        if (!_entries.TryGetValue(jobId, out var mine) || !mine.IsRunning)
            return null;
        var jobs = RunningCount;
        var job = _entries.Values.Count(entry => entry.IsRunning && entry.Admission < mine.Admission);
        var share = new List<SiloPlaces>();
        for (var silo = 0; silo < silos.Count; silo++)
        {
            var count = Math.Min(chunksPerJob, CardsOf(job, jobs, silo * PlacesPerSilo, PlacesPerSilo));
            if (count > 0)
                share.Add(new SiloPlaces(silos[silo], count));
        }
        // Only with urgent jobs can there be more of them than places.
        if (share.Count == 0)
            share.Add(new SiloPlaces(silos[job % silos.Count], 1));
        return share;
    }

    /// <summary>How many of the cards numbered from <paramref name="first"/> go to player <paramref name="player"/> of so many.</summary>
    private static int CardsOf(int player, int players, int first, int count)
    {
        int Before(int end) => end > player ? ((end - player - 1) / players) + 1 : 0;
        return Before(first + count) - Before(first);
    }

    private Entry Hear(JobTicket ticket, DateTimeOffset now)
    {
        if (!_entries.TryGetValue(ticket.JobId, out var entry) || entry.Ticket.Epoch < ticket.Epoch)
            _entries[ticket.JobId] = entry = new Entry(ticket);
        entry.HeardAt = now;
        return entry;
    }

    private sealed class Entry(JobTicket ticket)
    {
        public JobTicket Ticket { get; } = ticket;

        /// <summary>Its number among those that began; 0 while it waits.</summary>
        public long Admission { get; set; }

        public DateTimeOffset HeardAt { get; set; }

        public bool IsRunning => Admission > 0;

        public bool IsLarge => Ticket.Chunks > MostChunksOfSmallJob;
    }
}
