using System.Runtime.InteropServices;
using Ingestion.Contracts;
using Ingestion.Core.Chunks;
using Ingestion.Core.Dedupe;
using Ingestion.Silo.Chunks;
using Ingestion.Silo.Jobs;
using Ingestion.Silo.Scheduling;
using Orleans.Runtime.Placement;

namespace Ingestion.Silo.Dedupe;

/// <summary>
/// The ordered stage of one run of a job: a grain for each partition of each DEDUPE rule, spread over the silos. Messages to them are
/// bounded, however many rows a chunk has.
/// </summary>
internal sealed class DedupeStage(JobSpec spec, int epoch, JobContext context, IGrainFactory grains)
{
    // 2 MB: far below what Orleans lets through, and more than an ordinary chunk has.
    private const int PieceKeys = 128 * 1024;
    private const int KeyBytes = 16;
    private const int TriesPerSilo = 3;
    private int _begun;

    private IEnumerable<DedupePlace> Places =>
        from rule in Enumerable.Range(0, context.Plan.DedupeRuleCount)
        from partition in Enumerable.Range(0, context.Job.DedupePartitions)
        select new DedupePlace(rule, partition);

    /// <summary>
    /// Begins the run, or brings back what was lost of it: partitions that are not anywhere are made on the silos of the share in turn,
    /// and on others than the last time, where that did not go well.
    /// </summary>
    /// <exception cref="JobFailedException">No silo has room for a partition.</exception>
    public async Task BeginAsync(IReadOnlyList<int> finished, JobShare share)
    {
        var places = Places.ToList();
        for (var tries = 1; ; tries++)
        {
            var begun = places.ConvertAll(place => BeginAsync(place, finished, share));
            _begun++;
            var refused = places.Zip(await Task.WhenAll(begun)).Where(pair => pair.Second is not null).ToList();
            if (refused.Count == 0)
                return;
            if (tries > TriesPerSilo * Math.Max(1, share.Silos.Count))
                throw new JobFailedException(refused[0].Second!, spoilsWork: false);
            places = refused.ConvertAll(pair => pair.First);
        }
    }

    /// <summary>
    /// Asks the partitions of the rule that <paramref name="pass"/> has reached and returns their answers.
    /// </summary>
    /// <exception cref="DedupeLostException">One of them has lost its memory: the run has to be begun again.</exception>
    public async Task<byte[][]> AddAsync(DedupePass pass, int chunk, int finishedTurns, CancellationToken cancellationToken)
    {
        var keys = pass.Keys;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answers = Enumerable.Range(0, keys.PartitionCount)
            .Select(partition => AddAsync(new DedupePlace(pass.Rule, partition), keys, chunk, finishedTurns, stop.Token)).ToArray();
        // Where one is lost, the others would have the chunk wait for a turn that cannot come before the run is begun again.
        await foreach (var answer in Task.WhenEach(answers))
        {
            if (answer.IsFaulted)
                await stop.CancelAsync();
        }
        return await Task.WhenAll(answers);
    }

    /// <summary>Ends the run and frees its memory.</summary>
    public Task EndAsync() => Task.WhenAll(Places.Select(place => GrainOf(place).EndAsync(epoch)));

    private Task<string?> BeginAsync(DedupePlace place, IReadOnlyList<int> finished, JobShare share)
    {
        if (share.Silos.Count > 0)
            RequestContext.Set(IPlacementDirector.PlacementHintKey, share.Silos[(place.Partition + _begun) % share.Silos.Count].Silo);
        try
        {
            return GrainOf(place).BeginAsync(spec, epoch, place, finished);
        }
        finally
        {
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        }
    }

    private async Task<byte[]> AddAsync(DedupePlace place, PartitionedKeys all, int chunk, int finishedTurns, CancellationToken cancellationToken)
    {
        var grain = GrainOf(place);
        var keys = all.KeysOf(place.Partition);
        var reply = new DedupeReply(DedupeOutcome.NotYet);
        try
        {
            for (var from = 0; reply.Outcome == DedupeOutcome.NotYet && (from < keys.Length || from == 0); from += PieceKeys)
            {
                // A copy: the chunk's memory may be another one's by the time that a partition, asked by a call that was given up, looks at it.
                var piece = MemoryMarshal.AsBytes(keys.Span[from..Math.Min(from + PieceKeys, keys.Length)]);
                var bytes = GC.AllocateUninitializedArray<byte>(piece.Length);
                piece.CopyTo(bytes);
                reply = await grain.AddAsync(epoch, chunk, new DedupeKeys(bytes, from * KeyBytes, keys.Length * KeyBytes), finishedTurns, cancellationToken);
            }
            while (reply.Outcome == DedupeOutcome.NotYet)
                reply = await grain.AddAsync(epoch, chunk, keys: null, finishedTurns, cancellationToken);
        }
        catch (SiloUnavailableException)
        {
            // The next one to ask would be told that it is lost. To begin it again at once saves that call, and the chunk that makes it.
            throw new DedupeLostException(null);
        }
        return reply.SeenBefore ?? throw new DedupeLostException(reply.Why);
    }

    private IDedupeGrain GrainOf(DedupePlace place) =>
        grains.GetGrain<IDedupeGrain>(FormattableString.Invariant($"{spec.Id}/r{place.Rule}p{place.Partition}"));
}

/// <summary>A partition does not know the run or the keys that it is asked for.</summary>
/// <param name="why">Why, for a person; null when its silo is gone.</param>
internal sealed class DedupeLostException(string? why) : Exception(why ?? "its silo is gone");
