using System.Collections.Concurrent;
using Ingestion.Core.Artifacts;

namespace Ingestion.Core.Tests.Runs;

/// <summary>Keeps objects in memory: property tests run a whole job some hundred times.</summary>
internal sealed class MemoryArtifactStore : IArtifactStore
{
    private readonly ConcurrentDictionary<string, byte[]> _objects = [];

    public byte[] this[string key]
    {
        get => _objects[key];
        set => _objects[key] = value;
    }

    public ValueTask<ArtifactWriter> CreateAsync(string key, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<ArtifactWriter>(new Writer(this, key));

    public ValueTask<ArtifactReader?> OpenAsync(string key, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<ArtifactReader?>(_objects.TryGetValue(key, out var bytes) ? new MemoryReader(bytes) : null);

    public ValueTask<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<string>>([.. _objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)]);

    public ValueTask DeleteAsync(string keyOrPrefix, CancellationToken cancellationToken = default)
    {
        foreach (var key in _objects.Keys.Where(key => key == keyOrPrefix || (keyOrPrefix.EndsWith('/') && key.StartsWith(keyOrPrefix, StringComparison.Ordinal))))
            _objects.TryRemove(key, out _);
        return ValueTask.CompletedTask;
    }

    private sealed class Writer(MemoryArtifactStore store, string key) : ArtifactWriter
    {
        private readonly MemoryStream _stream = new();

        public override Stream Stream => _stream;

        public override ValueTask CommitAsync(CancellationToken cancellationToken = default)
        {
            store[key] = _stream.ToArray();
            return ValueTask.CompletedTask;
        }

        public override ValueTask DisposeAsync() => _stream.DisposeAsync();
    }
}

/// <summary>Bytes as an object that is open for reading.</summary>
internal sealed class MemoryReader(byte[] bytes) : ArtifactReader
{
    public override long LengthBytes => bytes.Length;

    public override int Read(long offset, Span<byte> buffer)
    {
        var rest = bytes.AsSpan((int)Math.Min(offset, bytes.Length));
        var read = rest[..Math.Min(rest.Length, buffer.Length)];
        read.CopyTo(buffer);
        return read.Length;
    }

    public override Stream AsStream() => new MemoryStream(bytes, writable: false);

    public override void Dispose()
    {
    }
}
