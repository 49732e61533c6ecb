using System.Diagnostics.Metrics;
using Ingestion.Contracts;
using Ingestion.Silo.Chunks;
using Ingestion.Silo.Lanes;

namespace Ingestion.Silo.Telemetry;

/// <summary>
/// What a silo counts; docs/telemetry.md has the table. Rows, bytes and violations are counted when the ledger takes a chunk, which it does
/// once: attempts that came to nothing are in chunks and retries only.
/// </summary>
internal sealed class IngestionMetrics
{
    private static readonly InstrumentAdvice<double> ChunkSeconds = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] };
    private static readonly InstrumentAdvice<double> JobSeconds = new() { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200] };
    private readonly Counter<long> _rows;
    private readonly Counter<long> _sourceBytes;
    private readonly Counter<long> _writtenBytes;
    private readonly Counter<long> _violations;
    private readonly Counter<long> _chunks;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _jobs;
    private readonly Histogram<double> _chunkSeconds;
    private readonly Histogram<double> _jobSeconds;
    private readonly UpDownCounter<long> _running;
    private readonly UpDownCounter<long> _waiting;

    public IngestionMetrics(IMeterFactory meters, CpuLanes lanes)
    {
        var meter = meters.Create("Ingestion");
        _rows = meter.CreateCounter<long>("ingestion.rows", "{row}", "Rows of recorded chunks, by where they went.");
        _sourceBytes = meter.CreateCounter<long>("ingestion.source_bytes", "By", "How much of their sources recorded chunks cover.");
        _writtenBytes = meter.CreateCounter<long>("ingestion.written_bytes", "By", "What recorded chunks wrote, by kind.");
        _violations = meter.CreateCounter<long>("ingestion.violations", "{violation}", "Rules that rows of recorded chunks broke.");
        _chunks = meter.CreateCounter<long>("ingestion.chunks", "{chunk}", "Attempts at chunks, by how they ended.");
        _chunkSeconds = meter.CreateHistogram("ingestion.chunk_duration_seconds", "s", "How long attempts at chunks took, waits included.", advice: ChunkSeconds);
        _retries = meter.CreateCounter<long>("ingestion.chunk_retries", "{chunk}", "Chunks that were put back, by reason.");
        _jobs = meter.CreateCounter<long>("ingestion.jobs", "{job}", "Jobs that ended, by status.");
        _jobSeconds = meter.CreateHistogram("ingestion.job_duration_seconds", "s", "How long runs of jobs that ended took.", advice: JobSeconds);
        _running = meter.CreateUpDownCounter<long>("ingestion.jobs_running", "{job}", "Jobs this silo runs, waiting ones included.");
        _waiting = meter.CreateUpDownCounter<long>("ingestion.jobs_waiting", "{job}", "Jobs that wait for others to end.");
        meter.CreateObservableGauge("ingestion.lane_queue", () => Queue(lanes), "{piece}", "Pieces of work in line for a lane, by priority.");
    }

    /// <summary>A chunk that the ledger took just now.</summary>
    public void Recorded(Recipe recipe, JobContext context, ChunkRecord record)
    {
        var counts = record.Counts;
        Add(_rows, counts.Clean, "outcome", "clean");
        Add(_rows, counts.Rejected, "outcome", "rejected");
        Add(_rows, counts.Duplicate, "outcome", "duplicate");
        Add(_rows, counts.Unreadable, "outcome", "unreadable");
        _sourceBytes.Add(record.LengthBytes);
        Add(_writtenBytes, record.PartBytes, "kind", "clean");
        Add(_writtenBytes, record.RejectBytes, "kind", "rejects");
        if (!_violations.Enabled)
            return;
        foreach (var check in context.Plan.Checks)
        {
            if (record.ViolationRows[check.Ordinal] is > 0 and var rows)
                _violations.Add(rows, new("rule", TagWords.Of(TypeOf(recipe, check.RuleId))), new("severity", TagWords.Of(check.Severity)));
        }
    }

    /// <summary>An attempt at a chunk that ended.</summary>
    public void Attempted(string outcome, TimeSpan duration)
    {
        _chunks.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        _chunkSeconds.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
    }

    /// <summary>A chunk that is begun again.</summary>
    public void Retried(ChunkOutcome reason) => _retries.Add(1, new KeyValuePair<string, object?>("reason", TagWords.Of(reason)));

    public void RunBegun() => _running.Add(1);

    /// <summary>A run that ended; the job itself may go on in another.</summary>
    public void RunEnded(Job job, TimeSpan duration)
    {
        _running.Add(-1);
        if (!job.Status.IsFinal())
            return;
        KeyValuePair<string, object?> status = new("status", TagWords.Of(job.Status));
        KeyValuePair<string, object?> mode = new("mode", TagWords.Of(job.Mode));
        _jobs.Add(1, status, mode);
        _jobSeconds.Record(duration.TotalSeconds, status, mode);
    }

    /// <summary>A job that waits for a slot, until the result is disposed.</summary>
    public IDisposable Waiting()
    {
        _waiting.Add(1);
        return new Wait(_waiting);
    }

    private static void Add(Counter<long> counter, long count, string tag, string value)
    {
        if (count > 0)
            counter.Add(count, new KeyValuePair<string, object?>(tag, value));
    }

    private static IEnumerable<Measurement<long>> Queue(CpuLanes lanes) =>
        Enum.GetValues<LanePriority>().Select(priority => new Measurement<long>(lanes.Queued(priority), new KeyValuePair<string, object?>("priority", TagWords.Of(priority))));

    // What no rule of the recipe claims is the implicit check of a column's type.
    private static RuleType TypeOf(Recipe recipe, string ruleId) =>
        recipe.Rules.FirstOrDefault(rule => rule.Id == ruleId)?.Type ?? RuleType.Type;

    private sealed class Wait(UpDownCounter<long> waiting) : IDisposable
    {
        public void Dispose() => waiting.Add(-1);
    }
}
