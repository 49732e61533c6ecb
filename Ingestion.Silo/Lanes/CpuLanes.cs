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
    private readonly Queue<LaneWork>[] _queues = [new(), new(), new()];
    private readonly Thread[] _threads;
    private bool _stopped;

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

    /// <summary>How much work of a priority is in line, about now.</summary>
    public int Queued(LanePriority priority) => _queues[(int)priority].Count;

    /// <summary>Runs <paramref name="work"/> on a lane; work that was cancelled before its turn, or whose lanes were stopped, is cancelled.</summary>
    public Task<T> RunAsync<T>(LanePriority priority, Func<T> work, CancellationToken cancellationToken)
    {
        var queued = new LaneWork<T>(work, cancellationToken);
        lock (_gate)
        {
            if (_stopped)
                queued.Cancel();
            else
                _queues[(int)priority].Enqueue(queued);
        }
        // A lane that is woken once too often finds nothing and sleeps again.
        _waiting.Release();
        return queued.Done;
    }

    /// <summary>Starts no other work and gives the running one a moment to end; the process's end takes what is stuck.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopped)
                return;
            _stopped = true;
            // Whoever waits for them must hear that they will not run: silos wait for grains, and grains for this.
            foreach (var queued in _queues.SelectMany(queue => queue))
                queued.Cancel();
        }
        _waiting.Release(_threads.Length);
        var deadline = Environment.TickCount64 + (long)StopPatience.TotalMilliseconds;
        foreach (var thread in _threads)
            thread.Join((int)Math.Max(0, deadline - Environment.TickCount64));
    }

    private void Work()
    {
        while (true)
        {
            _waiting.Wait();
            LaneWork? next;
            lock (_gate)
            {
                if (_stopped)
                    return;
                next = Take();
            }
            next?.Run();
        }
    }

    private LaneWork? Take()
    {
        foreach (var queue in _queues)
        {
            if (queue.TryDequeue(out var work))
                return work;
        }
        return null;
    }
}

/// <summary>A piece of work in line, whose caller hears of its end in any case.</summary>
internal abstract class LaneWork
{
    public abstract void Run();

    public abstract void Cancel();
}

/// <inheritdoc/>
internal sealed class LaneWork<T>(Func<T> work, CancellationToken cancellationToken) : LaneWork
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Done => _done.Task;

    public override void Cancel() => _done.TrySetCanceled(cancellationToken);

    public override void Run()
    {
        if (cancellationToken.IsCancellationRequested)
        {
            Cancel();
            return;
        }
        try
        {
            _done.SetResult(work());
        }
        catch (OperationCanceledException exception)
        {
            _done.SetCanceled(exception.CancellationToken);
        }
        // The lane must survive whatever its work throws; the caller gets it.
        catch (Exception exception)
        {
            _done.SetException(exception);
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
