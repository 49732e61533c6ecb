namespace Ingestion.Silo.Lanes;

/// <summary>
/// The silo's own threads for heavy work, one a core. Orleans' membership probes run on the thread pool and must not wait behind
/// a chunk, so nothing heavy runs there.
/// </summary>
internal sealed class CpuLanes : IDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _waiting = new(0);
    private readonly Queue<Action>[] _queues = [new(), new(), new()];
    private readonly Thread[] _threads;
    private volatile bool _stopped;

    /// <summary>Starts the threads.</summary>
    public CpuLanes(SiloSettings settings)
    {
        _threads = new Thread[settings.CpuLanes];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"cpu-lane-{i}", Priority = ThreadPriority.BelowNormal };
            _threads[i].Start();
        }
    }

    /// <summary>How many pieces of work run at once.</summary>
    public int Count => _threads.Length;

    /// <summary>Runs <paramref name="work"/> on a lane; work that was cancelled before its turn, or after the lanes were stopped, does not run.</summary>
    public Task<T> RunAsync<T>(LanePriority priority, Func<T> work, CancellationToken cancellationToken)
    {
        if (_stopped)
            return Task.FromException<T>(new OperationCanceledException("The silo stops."));
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            _queues[(int)priority].Enqueue(() => Complete(done, work, cancellationToken));
        _waiting.Release();
        return done.Task;
    }

    /// <summary>Starts no other work and gives the running one a moment to end; the process's end takes what is stuck.</summary>
    public void Dispose()
    {
        if (_stopped)
            return;
        _stopped = true;
        _waiting.Release(_threads.Length);
        var deadline = Environment.TickCount64 + (long)StopPatience.TotalMilliseconds;
        if (Array.TrueForAll(_threads, thread => thread.Join((int)Math.Max(0, deadline - Environment.TickCount64))))
            _waiting.Dispose();
    }

    private void Work()
    {
        while (true)
        {
            _waiting.Wait();
            if (_stopped)
                return;
            Take()();
        }
    }

    private Action Take()
    {
        lock (_gate)
        {
            foreach (var queue in _queues)
            {
                if (queue.TryDequeue(out var work))
                    return work;
            }
        }
        throw new InvalidOperationException("A lane was woken without work.");
    }

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            done.SetCanceled(cancellationToken);
            return;
        }
        try
        {
            done.SetResult(work());
        }
        catch (OperationCanceledException exception)
        {
            done.SetCanceled(exception.CancellationToken);
        }
        // The lane must survive whatever its work throws; the caller gets it.
        catch (Exception exception)
        {
            done.SetException(exception);
        }
    }
}

/// <summary>What goes first when lanes are scarce.</summary>
internal enum LanePriority
{
    /// <summary>Somebody waits for it: small jobs, previews, the ordered dedupe stage.</summary>
    First,

    /// <summary>It ends a chunk and gives its memory back.</summary>
    Finish,

    /// <summary>It begins a chunk.</summary>
    Begin,
}
