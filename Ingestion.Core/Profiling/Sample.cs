using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;
using Ingestion.Core.Csv;
using Ingestion.Core.Plans;
using Ingestion.Core.Runs;

namespace Ingestion.Core.Profiling;

/// <summary>The beginning of a source, to be evaluated under one plan after the other as a chunk of a job is.</summary>
internal sealed class Sample
{
    private readonly CsvLayout _layout;
    private readonly EngineOptions _options;
    private readonly ReadOnlyMemory<byte> _records;

    /// <summary>Reads <see cref="EngineOptions.SampleBytes"/> of an artifact.</summary>
    public Sample(ArtifactReader raw, CsvLayout layout, EngineOptions options, CancellationToken cancellationToken)
    {
        _layout = layout;
        _options = options;
        (var text, IsWhole) = SourceText.Beginning(raw, layout, Math.Max(options.SampleBytes, layout.PreambleBytes), options.Documents, cancellationToken);
        // Offsets of a layout count the byte order mark, which this text does not have.
        var start = (int)layout.DataOffset - (layout.IsStaged ? 0 : layout.PreambleBytes);
        _records = text.AsMemory(Math.Min(start, text.Length));
    }

    /// <summary>Whether the source ends with it.</summary>
    public bool IsWhole { get; }

    /// <summary>Evaluates it under a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="isProfiled">Whether <see cref="EvaluatedChunk.Profile"/> is wanted.</param>
    /// <param name="each">Called after each batch of rows, whose violations are there until the next.</param>
    /// <param name="cancellationToken">Looked at once a batch.</param>
    public EvaluatedChunk Evaluate(Plan plan, bool isProfiled, Action<EvaluatedChunk>? each = null, CancellationToken cancellationToken = default)
    {
        var chunk = new EvaluatedChunk(plan, _layout, isProfiled);
        chunk.Begin(new Chunk(0, _layout.DataOffset, _records.Length, _layout.DataLineNumber), _records.Length, plan.NothingCarried);
        _records.Span.CopyTo(chunk.Bytes.Source);
        var readable = new ReadableRows(plan, _layout, _options.MaxRecordBytes);
        readable.Begin(chunk.Bytes.Source, _layout.DataOffset);
        using var records = new TolerantBatchReader(chunk.Bytes, _layout, _options.MaxRecordBytes, isCut: !IsWhole);
        while (records.Read(chunk.Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            chunk.Add(readable.TakeOutOthers(chunk.Batch));
            each?.Invoke(chunk);
        }
        chunk.End();
        return chunk;
    }
}
