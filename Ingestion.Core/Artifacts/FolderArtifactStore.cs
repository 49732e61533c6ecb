using Microsoft.Win32.SafeHandles;

namespace Ingestion.Core.Artifacts;

/// <summary>Keeps objects as files below one folder, which several hosts may share.</summary>
/// <param name="baseFolder">The folder; created when missing.</param>
/// <param name="flushToDisk">Whether a commit waits until the bytes are on the disk. Default: true: survives a power cut.</param>
public sealed class FolderArtifactStore(string baseFolder, bool flushToDisk = true) : IArtifactStore
{
    private const string TemporarySuffix = ".tmp";
    private readonly string _base = Path.GetFullPath(baseFolder);

    /// <inheritdoc/>
    public ValueTask<ArtifactWriter> CreateAsync(string key, CancellationToken cancellationToken = default)
    {
        var path = PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return ValueTask.FromResult<ArtifactWriter>(new FileWriter(path, flushToDisk));
    }

    /// <inheritdoc/>
    public ValueTask<ArtifactReader?> OpenAsync(string key, CancellationToken cancellationToken = default)
    {
        var path = PathOf(key);
        return ValueTask.FromResult<ArtifactReader?>(File.Exists(path) ? new FileReader(path) : null);
    }

    /// <inheritdoc/>
    public ValueTask FlushAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default)
    {
        if (!flushToDisk)
            return ValueTask.CompletedTask;
        foreach (var key in keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var file = File.OpenHandle(PathOf(key), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.FlushToDisk(file);
        }
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default)
    {
        var folder = PathOf(prefix);
        IReadOnlyList<string> keys = !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(path => !path.EndsWith(TemporarySuffix, StringComparison.Ordinal))
                .Select(path => Path.GetRelativePath(_base, path).Replace(Path.DirectorySeparatorChar, '/'))
                .Order(StringComparer.Ordinal)];
        return ValueTask.FromResult(keys);
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(string keyOrPrefix, CancellationToken cancellationToken = default)
    {
        var path = PathOf(keyOrPrefix);
        if (!keyOrPrefix.EndsWith('/'))
            File.Delete(path);
        else if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<int> DeleteAbandonedAsync(DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        var deleted = 0;
        if (!Directory.Exists(_base))
            return ValueTask.FromResult(deleted);
        foreach (var file in new DirectoryInfo(_base).EnumerateFiles("*" + TemporarySuffix, SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.LastWriteTimeUtc >= before)
                continue;
            file.Delete();
            deleted++;
        }
        return ValueTask.FromResult(deleted);
    }

    private string PathOf(string key)
    {
        StoreKey.Check(key);
        return Path.GetFullPath(Path.Combine(_base, key));
    }

    private sealed class FileWriter : ArtifactWriter
    {
        private readonly string _path;
        private readonly string _temporary;
        private readonly bool _flushToDisk;
        private readonly FileStream _stream;
        private bool _committed;

        public FileWriter(string path, bool flushToDisk)
        {
            _path = path;
            _flushToDisk = flushToDisk;
            _temporary = $"{path}.{Guid.NewGuid():N}{TemporarySuffix}";
            _stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024);
        }

        public override Stream Stream => _stream;

        public override ValueTask CommitAsync(CancellationToken cancellationToken = default) => Commit(_flushToDisk);

        public override ValueTask CommitDeferredAsync(CancellationToken cancellationToken = default) => Commit(flushToDisk: false);

        private ValueTask Commit(bool flushToDisk)
        {
            _stream.Flush(flushToDisk);
            _stream.Dispose();
            File.Move(_temporary, _path, overwrite: true);
            _committed = true;
            return ValueTask.CompletedTask;
        }

        public override async ValueTask DisposeAsync()
        {
            try
            {
                // Flushes what is buffered, which fails once more when the disk is full.
                await _stream.DisposeAsync();
            }
            finally
            {
                if (!_committed)
                    File.Delete(_temporary);
            }
        }
    }

    private sealed class FileReader(string path) : ArtifactReader
    {
        private readonly SafeFileHandle _handle = File.OpenHandle(path, options: FileOptions.RandomAccess, share: FileShare.Read | FileShare.Delete);

        public override long LengthBytes => RandomAccess.GetLength(_handle);

        public override int Read(long offset, Span<byte> buffer) => RandomAccess.Read(_handle, buffer, offset);

        public override Stream AsStream() =>
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.SequentialScan);

        public override void Dispose() => _handle.Dispose();
    }
}
