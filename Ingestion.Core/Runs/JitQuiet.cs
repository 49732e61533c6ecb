using System.Runtime;

namespace Ingestion.Core.Runs;

/// <summary>
/// The runtime compiles what was called often once more, on a thread of its own, which goes on for a second after the calls. Who measures,
/// or is about to say that a warm-up is over, waits until that has little left to do.
/// </summary>
public static class JitQuiet
{
    private const int FewMethods = 10;
    private const int MostLooks = 50;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until fewer than ten methods were compiled within 100 ms; five seconds at most.</summary>
    public static async Task WaitAsync(CancellationToken cancellationToken = default)
    {
        using var timer = new PeriodicTimer(Look);
        var before = JitInfo.GetCompiledMethodCount();
        for (var look = 0; look < MostLooks && await timer.WaitForNextTickAsync(cancellationToken); look++)
        {
            var now = JitInfo.GetCompiledMethodCount();
            if (now - before < FewMethods)
                return;
            before = now;
        }
    }
}
