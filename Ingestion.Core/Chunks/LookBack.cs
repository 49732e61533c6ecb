using Ingestion.Core.Artifacts;
using Ingestion.Core.Csv;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;

namespace Ingestion.Core.Chunks;

/// <summary>
/// Finds out what fixes that fill from the row before know at the beginning of a chunk, so that chunks stay independent of each other. It
/// runs the fixes alone on the last records before the chunk, on more and more of them until each has met a value, and goes as far back
/// as that takes. Not thread-safe: one a worker.
/// </summary>
internal sealed class LookBack : IDisposable
{
    private const int FirstBytes = 64 * 1024;
    private const int Growth = 8;
    private readonly Plan _plan;
    private readonly CsvLayout _layout;
    private readonly ChunkPlan _chunks;
    private readonly ChunkCarries _carries;
    private readonly int _maxRecordBytes;
    private readonly RecordBytes _bytes = new();
    private readonly RecordBatch _batch;
    private readonly FixStage _fixes;
    private readonly ReadableRows _readable;

    public LookBack(Plan plan, CsvLayout layout, ChunkPlan chunks, ChunkCarries carries, int maxRecordBytes)
    {
        (_plan, _layout, _chunks, _carries, _maxRecordBytes) = (plan, layout, chunks, carries, maxRecordBytes);
        _batch = new RecordBatch(_bytes, plan.SourceColumnCount, plan.MadeColumnCount, layout.LeadingFields) { Carried = new CarriedValues(plan.CarryCount) };
        _fixes = new FixStage(plan, _batch);
        _readable = new ReadableRows(plan, layout, maxRecordBytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();

    /// <summary>What the fixes carry into a chunk.</summary>
    public byte[]?[] ValuesBefore(ArtifactReader source, int chunk, CancellationToken cancellationToken)
    {
        var index = chunk;
        var values = KnownAt(source, index, cancellationToken);
        while (values is null)
            values = KnownAt(source, --index, cancellationToken);
        for (; index < chunk; index++)
        {
            _carries.Keep(index, values);
            values = Through(source, _chunks.Chunks[index], 0, values, cancellationToken)!;
        }
        _carries.Keep(chunk, values);
        return values;
    }

    /// <summary>Keeps what the fixes carried out of a chunk, for the next.</summary>
    public void Keep(int chunk, byte[]?[] valuesBehind) => _carries.Keep(chunk + 1, valuesBehind);

    /// <summary>What is carried into a chunk, as far as no more than the chunk before it tells.</summary>
    private byte[]?[]? KnownAt(ArtifactReader source, int chunk, CancellationToken cancellationToken) => chunk == 0
        ? _plan.NothingCarried
        : _carries.Find(chunk) ?? FromEndOf(source, _chunks.Chunks[chunk - 1], cancellationToken);

    /// <summary>What is carried out of a chunk whatever came before it; null where its rows do not tell.</summary>
    private byte[]?[]? FromEndOf(ArtifactReader source, Chunk chunk, CancellationToken cancellationToken)
    {
        for (long length = FirstBytes; ; length *= Growth)
        {
            // Of a source that breaks the quoting rules, only reading tells where records start.
            var start = _chunks.IsTolerant || length >= chunk.LengthBytes ? 0 : RecordRanges.LastStart(source, chunk, _layout.Dialect, chunk.LengthBytes - length);
            var values = Through(source, chunk, start, null, cancellationToken);
            if (values is not null || start == 0)
                return values;
        }
    }

    /// <summary>What is carried out of a chunk, read from a record's start on, into which these values were carried; null where they were not known and its rows do not tell.</summary>
    private byte[]?[]? Through(ArtifactReader source, Chunk chunk, long start, byte[]?[]? carried, CancellationToken cancellationToken)
    {
        if (chunk.IsOversizedRecord)
            return carried;
        _bytes.Begin(checked((int)(chunk.LengthBytes - start)));
        ChunkEvaluator.Read(source, chunk.Offset + start, _bytes.Source);
        _readable.Begin(_bytes.Source, chunk.Offset + start);
        _fixes.Begin(carried);
        using var records = RecordRanges.Open(_bytes, _layout, _chunks.IsTolerant, _maxRecordBytes);
        while (records.Read(_batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _readable.TakeOutOthers(_batch);
            _fixes.Apply();
            _bytes.Rewind(_bytes.SourceLength);
        }
        return _batch.Carried.Known;
    }
}
