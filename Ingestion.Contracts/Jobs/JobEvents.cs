namespace Ingestion.Contracts;

/// <summary>One line of a job's log.</summary>
[GenerateSerializer, Immutable, Alias("JobLogEntry")]
public sealed record JobLogEntry(
    [property: Id(0)] long Sequence,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] JobLogLevel Level,
    [property: Id(3)] string Message);

/// <summary>How serious a log line is.</summary>
public enum JobLogLevel
{
    Info,
    Warning,
    Error,
}
