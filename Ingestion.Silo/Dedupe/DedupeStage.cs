using System.Runtime.InteropServices;
using Ingestion.Contracts;
using Ingestion.Core.Chunks;
using Ingestion.Core.Dedupe;
using Ingestion.Silo.Chunks;

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

    private IEnumerable<DedupePlace> Places =>
        from rule in Enumerable.Range(0, context.Plan.DedupeRuleCount)
        from partition in Enumerable.Range(0, context.Job.DedupePartitions)
        select new DedupePlace(rule, partition);

    /// <summary>Begins the run, or brings back what was lost of it.</summary>
    public Task BeginAsync(IReadOnlyList<int> finished) =>
        Task.WhenAll(Places.Select(place => GrainOf(place).BeginAsync(spec, epoch, place, finished)));

    /// <summary>
    /// Asks the partitions of the rule that <paramref name="pass"/> has reached and returns their answers; null when one of them has
    /// lost its memory and the run has to be begun again.
    /// </summary>
    public async Task<byte[][]?> AddAsync(DedupePass pass, int chunk, int finishedTurns, CancellationToken cancellationToken)
    {
        var keys = pass.Keys;
        var answers = await Task.WhenAll(Enumerable.Range(0, keys.PartitionCount).Select(partition =>
            AddAsync(new DedupePlace(pass.Rule, partition), keys, chunk, finishedTurns, cancellationToken)));
        return answers.Contains(null) ? null : Array.ConvertAll(answers, answer => answer!);
    }

    /// <summary>Ends the run and frees its memory.</summary>
    public Task EndAsync() => Task.WhenAll(Places.Select(place => GrainOf(place).EndAsync(epoch)));

    private async Task<byte[]?> AddAsync(DedupePlace place, PartitionedKeys all, int chunk, int finishedTurns, CancellationToken cancellationToken)
    {
        var grain = GrainOf(place);
        var keys = all.KeysOf(place.Partition);
        var reply = new DedupeReply(DedupeOutcome.NotYet);
        for (var from = 0; reply.Outcome == DedupeOutcome.NotYet && (from < keys.Length || from == 0); from += PieceKeys)
        {
            var bytes = MemoryMarshal.AsBytes(keys.Span[from..Math.Min(from + PieceKeys, keys.Length)]).ToArray();
            reply = await grain.AddAsync(epoch, chunk, new DedupeKeys(bytes, from * KeyBytes, keys.Length * KeyBytes), finishedTurns, cancellationToken);
        }
        while (reply.Outcome == DedupeOutcome.NotYet)
            reply = await grain.AddAsync(epoch, chunk, keys: null, finishedTurns, cancellationToken);
        return reply.SeenBefore;
    }

    private IDedupeGrain GrainOf(DedupePlace place) =>
        grains.GetGrain<IDedupeGrain>(FormattableString.Invariant($"{spec.Id}/r{place.Rule}p{place.Partition}"));
}
