using Ingestion.Core.Artifacts;
using Ingestion.Core.Csv;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;
using Ingestion.Core.Rejects;

namespace Ingestion.Core.Chunks;

/// <summary>Reads, types and checks one chunk. Not thread-safe: one a worker, used again from chunk to chunk.</summary>
/// <param name="plan">What is done.</param>
/// <param name="layout">How the source is laid out.</param>
/// <param name="isTolerant">See <see cref="ChunkPlan.IsTolerant"/>.</param>
/// <param name="options">The engine's bounds.</param>
/// <param name="isProfiled">Whether the source's columns are profiled on the way.</param>
public sealed class ChunkEvaluator(Plan plan, CsvLayout layout, bool isTolerant, EngineOptions options, bool isProfiled = false)
{
    private readonly ReadableRows _readable = new(plan, layout, options.MaxRecordBytes);

    /// <summary>Evaluates <paramref name="chunk"/> of <paramref name="source"/>, the bytes in UTF-8, into <paramref name="target"/> or a new one.</summary>
    /// <exception cref="FatalViolationException">A row broke a rule of severity FATAL.</exception>
    public EvaluatedChunk Evaluate(ArtifactReader source, Chunk chunk, EvaluatedChunk? target = null, CancellationToken cancellationToken = default)
    {
        target ??= new EvaluatedChunk(plan, layout, isProfiled);
        if (chunk.IsOversizedRecord)
            return EvaluateOversized(source, chunk, target);
        target.Begin(chunk, checked((int)chunk.LengthBytes));
        if (source.ReadFully(chunk.Offset, target.Bytes.Source) != target.Bytes.SourceLength)
            throw new EndOfStreamException($"The source ends before byte {chunk.Offset + chunk.LengthBytes}: it was changed after the job was planned.");
        _readable.Begin(target.Bytes.Source, chunk.Offset);
        using IBatchReader records = isTolerant
            ? new TolerantBatchReader(target.Bytes, layout, options.MaxRecordBytes)
            : new StrictBatchReader(target.Bytes, layout.Dialect, layout.SkipEmptyLines);
        while (records.Read(target.Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            target.Add(_readable.TakeOutOthers(target.Batch));
            if (target.Fatal is { } why)
                throw new FatalViolationException(why);
        }
        return target;
    }

    private EvaluatedChunk EvaluateOversized(ArtifactReader source, Chunk chunk, EvaluatedChunk target)
    {
        Span<byte> end = stackalloc byte[2];
        source.ReadFully(chunk.Offset + chunk.LengthBytes - 2, end);
        var length = chunk.LengthBytes - (end[1] is not ((byte)'\n' or (byte)'\r') ? 0 : end is [(byte)'\r', (byte)'\n'] ? 2 : 1);
        target.Begin(chunk, (int)Math.Min(length, RejectBuffer.MostRawBytes + 4));
        source.ReadFully(chunk.Offset, target.Bytes.Source);
        target.AddOversized(length, ReadableRows.OversizedMessage(length, options.MaxRecordBytes));
        return target;
    }
}
