using System.Collections.Concurrent;

namespace Ingestion.Core.Chunks;

/// <summary>
/// What fixes that fill from the row before know at the beginning of chunks, as far as somebody has found out. All threads that work on a
/// job share it, so that a column without values over many chunks is not looked through once for each of them.
/// </summary>
public sealed class ChunkCarries
{
    // Longer ones are found out again: what is kept is bounded, and texts of that length are hardly filled downwards.
    private const int MostBytes = 64 * 1024;
    private readonly ConcurrentDictionary<int, byte[]?[]> _values = [];

    internal byte[]?[]? Find(int chunk) => _values.GetValueOrDefault(chunk);

    internal void Keep(int chunk, byte[]?[] values)
    {
        if (values.Sum(value => value?.Length ?? 0) <= MostBytes)
            _values.TryAdd(chunk, values);
    }
}
