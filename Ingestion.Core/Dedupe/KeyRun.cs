using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ingestion.Core.Dedupe;

/// <summary>
/// Spilled keys: a file of ascending 16-byte keys with, in memory, a filter that absent keys rarely pass
/// and the first key of every page, so that a look-up that does pass costs one read of 4 KiB.
/// </summary>
internal sealed class KeyRun : IDisposable
{
    public const int PageKeys = 256;
    private const int KeyBytes = 16;

    // As far ahead as the table looks: long enough to fetch a block of the filter.
    private const int PrefetchDistance = 16;

    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly KeyFilter _filter;
    private readonly UInt128[] _pageStarts;
    private readonly UInt128[] _page = new UInt128[PageKeys];
    private long _written;

    /// <summary>Creates the file, which lives as long as this object.</summary>
    public KeyRun(string path, long count, int tier)
    {
        _path = path;
        Count = count;
        Tier = tier;
        _handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        _filter = new KeyFilter(count);
        _pageStarts = new UInt128[(count + PageKeys - 1) / PageKeys];
    }

    public long Count { get; }

    /// <summary>How many merges its keys have been through.</summary>
    public int Tier { get; }

    public long MemoryBytes => _filter.MemoryBytes + ((_pageStarts.Length + PageKeys) * (long)KeyBytes);

    /// <summary>Writes the next keys. They ascend, and every call but the last brings whole pages.</summary>
    public void Append(ReadOnlySpan<UInt128> keys)
    {
        for (var i = 0; i < keys.Length; i += PageKeys)
            _pageStarts[(_written + i) / PageKeys] = keys[i];
        foreach (var key in keys)
            _filter.Add(key);
        RandomAccess.Write(_handle, MemoryMarshal.AsBytes(keys), _written * KeyBytes);
        _written += keys.Length;
    }

    /// <summary>Reads keys from the one numbered <paramref name="from"/> on, as many as fit and are there.</summary>
    public int Read(long from, Span<UInt128> keys)
    {
        var wanted = MemoryMarshal.AsBytes(keys[..(int)Math.Min(keys.Length, Count - from)]);
        var total = 0;
        while (total < wanted.Length)
        {
            var read = RandomAccess.Read(_handle, wanted[total..], (from * KeyBytes) + total);
            if (read == 0)
                throw new IOException($"The spill file '{_path}' ends after {(from * KeyBytes) + total} of {Count * KeyBytes} bytes: something else has cut it.");
            total += read;
        }
        return wanted.Length / KeyBytes;
    }

    /// <summary>Marks the keys that are here as seen; those that are marked already are not looked up.</summary>
    public void MarkSeen(ReadOnlySpan<UInt128> keys, Span<bool> seenBefore)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            if (i + PrefetchDistance < keys.Length)
                _filter.Prefetch(keys[i + PrefetchDistance]);
            if (_filter.MayContain(keys[i]) && !seenBefore[i])
                seenBefore[i] = Contains(keys[i]);
        }
    }

    private bool Contains(UInt128 key)
    {
        var page = Array.BinarySearch(_pageStarts, key);
        if (page >= 0)
            return true;
        // The complement is the first page that begins above the key: the key can only be on the one before.
        page = ~page - 1;
        if (page < 0)
            return false;
        var read = Read((long)page * PageKeys, _page);
        return _page.AsSpan(0, read).BinarySearch(key) >= 0;
    }

    public void Dispose()
    {
        _handle.Dispose();
        _filter.Dispose();
    }
}
