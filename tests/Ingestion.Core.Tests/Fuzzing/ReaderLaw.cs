using Ingestion.Contracts;
using Ingestion.Core.Documents;
using Ingestion.Core.Plans;
using Ingestion.Core.Runs;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Fuzzing;

/// <summary>What holds for every source, however broken: rows or a readable refusal, in time and memory that a small file may cost.</summary>
internal static class ReaderLaw
{
    private const long MostBytes = 512L << 20;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    /// <summary>Sniffs, previews and reads a source to its end on a thread of its own. Null for rows, else the refusal.</summary>
    /// <param name="source">The file.</param>
    /// <param name="options">What the user says of it.</param>
    /// <param name="what">Which it is, for the message of a failure.</param>
    /// <param name="isFirst">Whether it is not measured: the first file of a kind compiles its reader.</param>
    public static string? Holds(byte[] source, SourceOptions options, string what, bool isFirst = false)
    {
        string? refusal = null;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                refusal = Measured(source, options, what, isFirst);
            }
            catch (Exception error)
            {
                failure = error;
            }
        })
        { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(Hang), $"{what}: it does not end.");
        if (failure is not null)
            Assert.Fail($"{what}: {failure}");
        return refusal;
    }

    private static string? Measured(byte[] source, SourceOptions options, string what, bool isFirst)
    {
        string? refusal = null;
        var cost = new Cost(what, isFirst);
        try
        {
            Read(source, options, cost);
        }
        catch (UnreadableSourceException refused)
        {
            refusal = refused.Message;
            Assert.True(refusal.Length > 20 && refusal[^1] is '.' or '?' && !refusal.Contains("   at ", StringComparison.Ordinal), $"{what}: '{refusal}' is no answer to a person.");
        }
        cost.Check();
        return refusal;
    }

    private static void Read(byte[] source, SourceOptions options, Cost cost)
    {
        // Chunks of a few rows, so that borders fall everywhere.
        var engine = new EngineOptions { ChunkBytes = 200 };
        var recipe = new Recipe { Source = options };
        using var raw = new MemoryReader(source);
        var layout = SourceSniffer.Sniff(raw, options, engine);
        cost.Check();
        if (Plan.Compile(recipe, layout).Plan is { } plan)
            Previewer.Preview(raw, layout, plan, 50, engine);
        cost.Check();
        if (layout.Document is { } document)
            DocumentStaging.Write(raw, document, engine.Documents, Stream.Null);
        else
            EngineRun.Of(source, recipe, engine);
    }

    /// <summary>What a step took since the one before: to sniff, to preview, to read to the end.</summary>
    private sealed class Cost(string what, bool isFirst)
    {
        private TimeSpan _time = ThreadTime.Now;
        private long _bytes = GC.GetAllocatedBytesForCurrentThread();

        public void Check()
        {
            var (time, bytes) = (ThreadTime.Now - _time, GC.GetAllocatedBytesForCurrentThread() - _bytes);
            // All that was allocated, freed or not: what is held at once is never more.
            Assert.True(isFirst || (time <= MostTime && bytes <= MostBytes), FormattableString.Invariant($"{what}: {time.TotalSeconds:0.0} s and {bytes:N0} bytes."));
            (_time, _bytes) = (ThreadTime.Now, GC.GetAllocatedBytesForCurrentThread());
        }
    }
}
