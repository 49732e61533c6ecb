using Ingestion.Core.Artifacts;

namespace Ingestion.Silo.Tests;

/// <summary>
/// A store that stops, or fails, writers of chosen objects. <see cref="Reached"/> completes when one stands at the gate; it goes on
/// when the gate is opened or its caller gives up.
/// </summary>
internal sealed class GatedStore(IArtifactStore inner) : IArtifactStore
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Which objects wait. Default: none.</summary>
    public Func<string, bool> Holds { get; set; } = _ => false;

    /// <summary>What creating an object throws. Default: nothing.</summary>
    public Func<string, Exception?> Fails { get; set; } = _ => null;

    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

    public void Open() => _open.TrySetResult();

    public async ValueTask<ArtifactWriter> CreateAsync(string key, CancellationToken cancellationToken = default)
    {
        if (Fails(key) is { } failure)
            throw failure;
        if (Holds(key))
        {
            _reached.TrySetResult();
            await _open.Task.WaitAsync(cancellationToken);
        }
        return await inner.CreateAsync(key, cancellationToken);
    }

    public ValueTask<ArtifactReader?> OpenAsync(string key, CancellationToken cancellationToken = default) => inner.OpenAsync(key, cancellationToken);

    public ValueTask FlushAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default) => inner.FlushAsync(keys, cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) => inner.ListAsync(prefix, cancellationToken);

    public ValueTask DeleteAsync(string keyOrPrefix, CancellationToken cancellationToken = default) => inner.DeleteAsync(keyOrPrefix, cancellationToken);
}
