namespace Ingestion.Core.Dedupe;

/// <summary>Makes one run of several. No key is in two of them.</summary>
internal static class KeyRunMerge
{
    private const int InputKeys = 16 * 1024;

    /// <summary>Writes all keys of <paramref name="runs"/> in ascending order; <paramref name="buffer"/> holds whole pages.</summary>
    public static void Merge(IReadOnlyList<KeyRun> runs, KeyRun target, UInt128[] buffer)
    {
        var inputs = new Input[runs.Count];
        var heads = new UInt128[runs.Count];
        var live = 0;
        foreach (var run in runs)
        {
            var input = new Input(run);
            if (input.TryNext(out heads[live]))
                inputs[live++] = input;
        }
        var filled = 0;
        while (live > 0)
        {
            var least = 0;
            for (var i = 1; i < live; i++)
                least = heads[i] < heads[least] ? i : least;
            buffer[filled++] = heads[least];
            if (filled == buffer.Length)
            {
                target.Append(buffer);
                filled = 0;
            }
            if (inputs[least].TryNext(out heads[least]))
                continue;
            live--;
            inputs[least] = inputs[live];
            heads[least] = heads[live];
        }
        if (filled > 0)
            target.Append(buffer.AsSpan(0, filled));
    }

    private sealed class Input(KeyRun run)
    {
        private readonly UInt128[] _keys = new UInt128[InputKeys];
        private long _position;
        private int _length;
        private int _next;

        public bool TryNext(out UInt128 key)
        {
            if (_next == _length)
            {
                _length = run.Read(_position, _keys);
                _position += _length;
                _next = 0;
            }
            key = _length == 0 ? default : _keys[_next++];
            return _length != 0;
        }
    }
}
