using Ingestion.Contracts;

namespace Ingestion.Silo.Jobs;

/// <summary>
/// What a job's grain keeps in grain storage: the fence. Each run writes a higher epoch before it does anything, and a grain that
/// lives on in a silo thought dead fails at that write. The job's status is in its row alone.
/// </summary>
[GenerateSerializer, Alias("JobState")]
internal sealed class JobState
{
    [Id(0)] public JobSpec? Spec { get; set; }

    [Id(1)] public int Epoch { get; set; }

    /// <summary>The silos whose disk was full when they had this attempt of the job, as <see cref="SiloAddress.ToParsableString"/> writes them.</summary>
    [Id(2)] public List<string> FullSilos { get; set; } = [];
}
