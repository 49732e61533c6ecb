using System.Globalization;

namespace Ingestion.Core.Dedupe;

/// <summary>
/// The exact set of the 128-bit key hashes that a job has met: what a DEDUPE rule asks. It takes at most 32 bytes a key in memory, met
/// or expected, and past <see cref="KeyIndexOptions.MemoryLimitBytes"/> it goes on in files. Not for several threads at once.
/// </summary>
/// <remarks>
/// The keys of the newest chunks are in a <see cref="KeyTable"/>. When that is full it becomes a <see cref="KeyRun"/>, and eight runs
/// of one size become one of the next: every key is rewritten once per eightfold growth, and a look-up asks few runs.
/// No key is in two places, so nothing has to be reconciled.
/// After an <see cref="IOException"/> a part of the call's keys has been added: the index is to be disposed and rebuilt.
/// </remarks>
public sealed class KeyIndex : IDisposable
{
    private const string RunFiles = "run-*.keys";
    private const int RunsPerMerge = 8;
    private const double MostRepeats = 0.05;
    private const int BatchKeys = 4096;
    private const int BufferKeys = 64 * 1024;

    private readonly string _spillFolder;
    private readonly long _memoryLimitBytes;
    private readonly KeyTable _table = new();
    private readonly List<KeyRun> _runs = [];
    private int _runsCreated;
    private bool _disposed;

    /// <summary>Makes an empty index, which holds neither memory nor files yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below <see cref="KeyIndexOptions.SmallestMemoryLimitBytes"/>.</exception>
    public KeyIndex(KeyIndexOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(options.SpillFolder);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MemoryLimitBytes, KeyIndexOptions.SmallestMemoryLimitBytes);
        _spillFolder = Path.GetFullPath(options.SpillFolder);
        _memoryLimitBytes = options.MemoryLimitBytes;
    }

    /// <summary>The different keys that were added.</summary>
    public long Count => _table.Count + SpilledCount;

    /// <summary>The keys that are in files.</summary>
    public long SpilledCount => _runs.Sum(run => run.Count);

    /// <summary>What the keys take in memory: the tables, and the filters over the files.</summary>
    public long MemoryBytes => _table.MemoryBytes + _runs.Sum(run => run.MemoryBytes);

    /// <summary>The most that the tables took at any moment, the inside of a growth included.</summary>
    internal long PeakTableBytes => _table.PeakMemoryBytes;

    /// <summary>The files there are.</summary>
    internal int RunCount => _runs.Count;

    /// <summary>
    /// Goes through <paramref name="keys"/> in order. <paramref name="seenBefore"/>[i] becomes whether key i was in the set,
    /// from an earlier call or from earlier in this one; then the key is added.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="seenBefore"/> is shorter than <paramref name="keys"/>.</exception>
    /// <exception cref="IOException">The spill folder is full or out of reach.</exception>
    public void AddInOrder(ReadOnlySpan<UInt128> keys, Span<bool> seenBefore)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (seenBefore.Length < keys.Length)
            throw new ArgumentException($"There is room for {seenBefore.Length} answers to {keys.Length} keys.", nameof(seenBefore));
        for (var from = 0; from < keys.Length; from += BatchKeys)
        {
            var count = Math.Min(BatchKeys, keys.Length - from);
            AddBatch(keys.Slice(from, count), seenBefore.Slice(from, count));
        }
    }

    /// <summary>Adds keys whose answers are known already, as when a resumed job reads its finished chunks' key files.</summary>
    /// <exception cref="IOException">The spill folder is full or out of reach.</exception>
    public void Add(ReadOnlySpan<UInt128> keys)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Span<bool> seenBefore = stackalloc bool[BatchKeys];
        for (var from = 0; from < keys.Length; from += BatchKeys)
        {
            var count = Math.Min(BatchKeys, keys.Length - from);
            AddBatch(keys.Slice(from, count), seenBefore[..count]);
        }
    }

    /// <summary>
    /// Says how many different keys there will be, as far as one can tell: room for them is made at once, within the limit, which is
    /// quicker than growing. A guess that is wrong costs time or memory, never exactness.
    /// </summary>
    public void Expect(long count)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_runs.Count == 0)
            _table.Reserve(count, _memoryLimitBytes);
    }

    /// <summary>
    /// Expects as many keys of what is to come as there were of a part. Where the part repeated many, those to come may repeat them too,
    /// and nothing is expected.
    /// </summary>
    /// <param name="partKeys">How many keys the part had, repeats among them; they are all that was added so far.</param>
    /// <param name="share">How much of the whole the part is, above 0 and at most 1.</param>
    public void ExpectAsIn(int partKeys, double share)
    {
        if (Count >= partKeys * (1 - MostRepeats))
            Expect((long)(Count / share));
    }

    private void AddBatch(ReadOnlySpan<UInt128> keys, Span<bool> seenBefore)
    {
        seenBefore.Clear();
        while (true)
        {
            foreach (var run in _runs)
                run.MarkSeen(keys, seenBefore);
            var done = _table.AddInOrder(keys, seenBefore, _memoryLimitBytes);
            if (done == keys.Length)
                return;
            // The keys that are left may be among those that move to a file now, so they are looked up again.
            Spill();
            keys = keys[done..];
            seenBefore = seenBefore[done..];
        }
    }

    private void Spill()
    {
        var buffer = new UInt128[BufferKeys];
        _runs.Add(WriteRun(_table.ShardedCount, tier: 0, run => _table.CopyTo(buffer, run.Append)));
        _table.Clear();
        for (var tier = 0; ; tier++)
        {
            var merged = _runs.FindAll(run => run.Tier == tier);
            if (merged.Count < RunsPerMerge)
                return;
            var result = WriteRun(merged.Sum(run => run.Count), tier + 1, run => KeyRunMerge.Merge(merged, run, buffer));
            _runs.RemoveAll(merged.Contains);
            _runs.Add(result);
            merged.ForEach(run => run.Dispose());
        }
    }

    private KeyRun WriteRun(long count, int tier, Action<KeyRun> write)
    {
        if (_runsCreated == 0)
        {
            Directory.CreateDirectory(_spillFolder);
            DeleteRunFiles();
        }
        var name = RunFiles.Replace("*", _runsCreated++.ToString("D6", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var run = new KeyRun(Path.Combine(_spillFolder, name), count, tier);
        try
        {
            write(run);
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    private void DeleteRunFiles()
    {
        foreach (var path in Directory.EnumerateFiles(_spillFolder, RunFiles))
            File.Delete(path);
    }

    /// <summary>Frees the memory and deletes the spill folder, unless somebody else keeps files in it.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _table.Dispose();
        _runs.ForEach(run => run.Dispose());
        if (_runsCreated == 0 || !Directory.Exists(_spillFolder))
            return;
        DeleteRunFiles();
        if (!Directory.EnumerateFileSystemEntries(_spillFolder).Any())
            Directory.Delete(_spillFolder);
    }
}
