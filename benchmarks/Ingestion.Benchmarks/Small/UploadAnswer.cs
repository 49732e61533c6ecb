using Ingestion.Contracts;

namespace Ingestion.Benchmarks.Small;

/// <summary>What the benchmark looks at in the answer to an upload.</summary>
internal sealed record UploadAnswer(JobId? JobId, JobMode Mode, JobStatus Status)
{
    /// <summary>A benchmark that counts failed uploads as fast ones measures nothing.</summary>
    public void EnsureDone()
    {
        if (Mode != JobMode.Sync || Status != JobStatus.Completed)
        {
            throw new InvalidOperationException($"A small upload answered {Mode} {Status}, not a finished job.");
        }
    }
}
