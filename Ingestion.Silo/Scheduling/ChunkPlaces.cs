using System.Diagnostics.CodeAnalysis;

namespace Ingestion.Silo.Scheduling;

/// <summary>
/// One job's places for chunks, silo by silo: which are free, and which silos are to be left alone for a while. Not thread-safe.
/// </summary>
internal sealed class ChunkPlaces(TimeProvider time)
{
    private readonly Dictionary<SiloAddress, Silo> _silos = [];

    /// <summary>Whether every silo that the job has a place on said that its disk is full.</summary>
    public bool AreAllFull => _silos.Values.All(silo => silo.Allowed == 0 || silo.IsFull);

    /// <summary>Takes a new share. Where it is smaller than what is taken, that many are not given out again.</summary>
    public void Update(JobShare share)
    {
        foreach (var silo in _silos.Values)
            silo.Allowed = 0;
        foreach (var (address, count) in share.Silos)
        {
            if (!_silos.TryGetValue(address, out var silo))
                _silos.Add(address, silo = new Silo(address));
            silo.Allowed = count;
        }
        foreach (var (address, _) in _silos.Where(entry => entry.Value is { Allowed: 0, Taken.Count: 0 }).ToList())
            _silos.Remove(address);
    }

    /// <summary>Takes a place on the silo with the most free ones.</summary>
    /// <param name="place">The place.</param>
    /// <param name="isAwaited">Whether others hold their places only to wait for this one: then it gets one more, if all are taken.</param>
    public bool TryTake([NotNullWhen(true)] out ChunkPlace? place, bool isAwaited = false)
    {
        place = null;
        var now = time.GetTimestamp();
        var silo = _silos.Values
            .Where(silo => silo.RestsUntil <= now && (silo.Free > 0 || (isAwaited && silo.Allowed > 0))).MaxBy(silo => silo.Free);
        if (silo is null)
            return false;
        var number = 0;
        while (!silo.Taken.Add(number))
            number++;
        place = new ChunkPlace(silo.Address, number);
        return true;
    }

    /// <summary>Gives a place back.</summary>
    /// <param name="place">The place.</param>
    /// <param name="finished">Whether its chunk was finished, so that the silo's disk has room.</param>
    public void Return(ChunkPlace place, bool finished)
    {
        if (!_silos.TryGetValue(place.Silo, out var silo))
            return;
        silo.Taken.Remove(place.Number);
        silo.IsFull &= !finished;
    }

    /// <summary>Leaves a silo alone for a while.</summary>
    public void Rest(SiloAddress address, TimeSpan pause, bool isFull = false)
    {
        if (!_silos.TryGetValue(address, out var silo))
            return;
        silo.RestsUntil = time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency);
        silo.IsFull |= isFull;
    }

    private sealed class Silo(SiloAddress address)
    {
        public SiloAddress Address => address;

        public int Allowed { get; set; }

        public HashSet<int> Taken { get; } = [];

        public long RestsUntil { get; set; } = long.MinValue;

        public bool IsFull { get; set; }

        public int Free => Allowed - Taken.Count;
    }
}

/// <summary>A place for one chunk at a time.</summary>
/// <param name="Silo">Where the work is to be done.</param>
/// <param name="Number">Its number among the job's places there.</param>
internal sealed record ChunkPlace(SiloAddress Silo, int Number);
