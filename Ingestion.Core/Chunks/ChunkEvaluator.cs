using Ingestion.Core.Artifacts;
using Ingestion.Core.Csv;
using Ingestion.Core.Plans;
using Ingestion.Core.Rejects;

namespace Ingestion.Core.Chunks;

/// <summary>
/// Reads, types and checks one chunk after the other, in the same memory, which serves others once this is disposed. Not thread-safe: one a worker.
/// </summary>
/// <param name="plan">What is done.</param>
/// <param name="layout">How the source is laid out.</param>
/// <param name="chunks">How it is cut.</param>
/// <param name="options">The engine's bounds.</param>
/// <param name="isProfiled">Whether the source's columns are profiled on the way.</param>
/// <param name="carries">What all who work on the job have found out about the beginnings of chunks.</param>
public sealed class ChunkEvaluator(Plan plan, CsvLayout layout, ChunkPlan chunks, EngineOptions options, bool isProfiled = false, ChunkCarries? carries = null) : IDisposable
{
    private readonly LookBack? _before = plan.CarryCount == 0 ? null : new LookBack(plan, layout, chunks, carries ?? new ChunkCarries(), options.MaxRecordBytes);
    private readonly ReadableRows _readable = new(plan, layout, options.MaxRecordBytes);
    private readonly EvaluatedChunk _chunk = new(plan, layout, isProfiled);

    /// <summary>Evaluates <paramref name="chunk"/> of <paramref name="source"/>, the bytes in UTF-8. What it returns is valid until the next one, or until this is disposed.</summary>
    /// <exception cref="FatalViolationException">A row broke a rule of severity FATAL.</exception>
    public EvaluatedChunk Evaluate(ArtifactReader source, Chunk chunk, CancellationToken cancellationToken = default)
    {
        if (chunk.IsOversizedRecord)
            return EvaluateOversized(source, chunk);
        _chunk.Begin(chunk, checked((int)chunk.LengthBytes), _before?.ValuesBefore(source, chunk.Index, cancellationToken));
        Read(source, chunk.Offset, _chunk.Bytes.Source);
        _readable.Begin(_chunk.Bytes.Source, chunk.Offset);
        using var records = RecordRanges.Open(_chunk.Bytes, layout, chunks.IsTolerant, options.MaxRecordBytes);
        while (records.Read(_chunk.Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _chunk.Add(_readable.TakeOutOthers(_chunk.Batch));
            if (_chunk.Fatal is { } why)
                throw new FatalViolationException(why);
        }
        _chunk.End();
        _before?.Keep(chunk.Index, _chunk.Batch.Carried.Known!);
        return _chunk;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _chunk.Dispose();
        _before?.Dispose();
    }

    /// <summary>Reads a range of the source that is to be there.</summary>
    internal static void Read(ArtifactReader source, long offset, Span<byte> target)
    {
        if (source.ReadFully(offset, target) != target.Length)
            throw new EndOfStreamException($"The source ends before byte {offset + target.Length}: it was changed after the job was planned.");
    }

    private EvaluatedChunk EvaluateOversized(ArtifactReader source, Chunk chunk)
    {
        Span<byte> end = stackalloc byte[2];
        source.ReadFully(chunk.Offset + chunk.LengthBytes - 2, end);
        var length = chunk.LengthBytes - (end[1] is not ((byte)'\n' or (byte)'\r') ? 0 : end is [(byte)'\r', (byte)'\n'] ? 2 : 1);
        _chunk.Begin(chunk, (int)Math.Min(length, RejectBuffer.MostRawBytes + 4), plan.NothingCarried);
        source.ReadFully(chunk.Offset, _chunk.Bytes.Source);
        _chunk.AddOversized(length, ReadableRows.OversizedMessage(length, options.MaxRecordBytes));
        return _chunk;
    }
}
