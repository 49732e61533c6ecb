using System.Data.Common;
using Ingestion.Core;
using Ingestion.Silo.Chunks;
using Orleans.Storage;

namespace Ingestion.Silo.Jobs;

/// <summary>Why a job cannot go on, in words for a person.</summary>
/// <param name="Message">What happened, where, what to try.</param>
/// <param name="Outcome">Failed, spoiled (what was finished cannot be relied on: a retry begins anew) or failed for now.</param>
internal sealed record JobFailure(string Message, ChunkOutcome Outcome = ChunkOutcome.Failed)
{
    private const int LinuxNoSpace = 28;
    private const int LinuxQuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>What an exception of the engine or the store means for a job; null when it is none of theirs.</summary>
    public static JobFailure? Explain(Exception exception) => exception switch
    {
        UnreadableSourceException or FatalViolationException => new(exception.Message),
        IOException { HResult: LinuxNoSpace or LinuxQuotaExceeded or WindowsDiskFull or WindowsHandleDiskFull } =>
            new($"The disk is full ({exception.Message.TrimEnd('.')}): free space and retry the job. It goes on where it stopped.", ChunkOutcome.DiskFull),
        InvalidDataException => new($"{exception.Message} Retry the job: it then begins anew.", ChunkOutcome.Spoiled),
        EndOfStreamException => new(exception.Message, ChunkOutcome.Spoiled),
        // An assembly that is not there is this service's own trouble.
        FileLoadException => null,
        FileNotFoundException missing when missing.FileName?.Contains(", Version=", StringComparison.Ordinal) == true => null,
        UnauthorizedAccessException => new($"The store refuses access ({exception.Message.TrimEnd('.')}): give this service the right to write there and retry the job."),
        IOException => new($"The store cannot be read or written ({exception.Message.TrimEnd('.')}): retry the job when it is back. It goes on where it stopped.", ChunkOutcome.FailedForNow),
        _ => null,
    };

    /// <summary>Whether another silo did not answer: it may be gone, and the cluster is about to notice. No fault of the job's.</summary>
    public static bool IsClusterTrouble(Exception exception) => exception is OrleansException and not InconsistentStateException or TimeoutException;

    /// <summary>Whether the metadata database is out of reach: nothing can be said about the job then, and another run goes on with it.</summary>
    public static bool IsDatabaseOutage(Exception exception) => exception is DbException;
}

/// <summary>Ends a job with FAILED.</summary>
internal sealed class JobFailedException(string message, bool spoilsWork) : Exception(message)
{
    public bool SpoilsWork => spoilsWork;
}

/// <summary>The disk of this silo is full. With another silo's the job may go on.</summary>
internal sealed class DiskFullException(string message) : Exception(message);

/// <summary>A newer run has the job; this one stops and writes nothing more.</summary>
internal sealed class StaleRunException() : Exception("A newer run has this job.");
