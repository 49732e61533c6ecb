using Ingestion.Contracts;
using Orleans.Concurrency;

namespace Ingestion.Silo.Scheduling;

/// <summary>
/// Parts the cluster's places for chunks among the jobs of several chunks. Key: 0. It remembers nothing durably: jobs renew their share
/// about once a second, so that a new activation knows of all of them a moment later, and forgets who is silent.
/// </summary>
[Alias("IJobQueueGrain")]
internal interface IJobQueueGrain : IGrainWithIntegerKey
{
    /// <summary>Asks to begin; answers null after a few seconds when it is not the job's turn yet. Ask again: the job keeps its place in line.</summary>
    [Alias("EnterAsync")]
    Task<JobShare?> EnterAsync(JobTicket ticket);

    /// <summary>Says that the job still runs, and returns its share as it is now.</summary>
    [Alias("RenewAsync")]
    Task<JobShare> RenewAsync(JobTicket ticket);

    /// <summary>Gives the job's places back.</summary>
    [Alias("LeaveAsync"), OneWay]
    Task LeaveAsync(JobTicket ticket);
}

/// <summary>A job in line or at work.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Epoch">Its run.</param>
/// <param name="Since">When the job was created: its place in line.</param>
/// <param name="Chunks">About how many chunks it has.</param>
/// <param name="IsUrgent">Whether somebody waits for its end: it begins at once.</param>
[GenerateSerializer, Immutable, Alias("JobTicket")]
internal sealed record JobTicket(
    [property: Id(0)] JobId JobId, [property: Id(1)] int Epoch, [property: Id(2)] DateTimeOffset Since, [property: Id(3)] int Chunks,
    [property: Id(4)] bool IsUrgent = false);

/// <summary>How many of a job's chunks may be under way, silo by silo.</summary>
[GenerateSerializer, Immutable, Alias("JobShare")]
internal sealed record JobShare([property: Id(0)] IReadOnlyList<SiloPlaces> Silos);

/// <summary>A job's places on one silo.</summary>
[GenerateSerializer, Immutable, Alias("SiloPlaces")]
internal readonly record struct SiloPlaces([property: Id(0)] SiloAddress Silo, [property: Id(1)] int Count);
