using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;
using Ingestion.Core.Csv;
using Ingestion.Core.Plans;
using Ingestion.Core.Rejects;

namespace Ingestion.Core.Runs;

/// <summary>Runs a recipe's plan on an artifact's first rows, through the same evaluator and dedupe stage as a job.</summary>
public static class Previewer
{
    /// <summary>The most rows of a preview.</summary>
    public const int MostRows = 1000;

    private const int FirstBytes = 64 * 1024;

    /// <summary>
    /// The first rows and what becomes of them. DEDUPE looks at the rows shown only: with keep LAST a
    /// later row of the file may replace one that is shown as kept. Fewer rows than asked for are shown where the next one does not end
    /// within <see cref="EngineOptions.MaxRecordBytes"/>.
    /// </summary>
    /// <param name="raw">The artifact.</param>
    /// <param name="layout">Its layout under the recipe's source options.</param>
    /// <param name="plan">What would be done.</param>
    /// <param name="limit">How many rows; at most <see cref="MostRows"/>.</param>
    /// <param name="options">The engine's bounds.</param>
    /// <param name="cancellationToken">Looked at once a few hundred rows.</param>
    public static PreviewResult Preview(
        ArtifactReader raw, CsvLayout layout, Plan plan, int limit, EngineOptions options, CancellationToken cancellationToken = default)
    {
        limit = Math.Clamp(limit, 1, MostRows);
        // Mostly the rows are in the first few kilobytes; a record that goes on past all three is too long to be read.
        long[] sizes = [FirstBytes, options.SampleBytes, (long)options.SampleBytes + options.MaxRecordBytes];
        for (var i = 0; ; i++)
        {
            var (text, isWhole) = SourceText.Beginning(raw, layout, sizes[i], options.Documents, cancellationToken);
            using var rows = new Rows(plan, layout, options);
            rows.Read(text, isWhole, limit, cancellationToken);
            if (isWhole || rows.Count == limit || i == sizes.Length - 1)
                return rows.Result();
        }
    }

    private sealed class Rows(Plan plan, CsvLayout layout, EngineOptions options) : IDisposable
    {
        // For people and programs, as the rejects are; whoever puts it into a page escapes it there.
        private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        private readonly List<PreviewRow> _rows = [];
        private readonly List<int> _candidates = [];
        private readonly EvaluatedChunk _chunk = new(plan, layout, explainsKeptRows: true);
        private readonly ReadableRows _readable = new(plan, layout, options.MaxRecordBytes);

        public int Count => _rows.Count;

        public void Read(byte[] source, bool isWhole, int limit, CancellationToken cancellationToken)
        {
            // Offsets of a layout count the byte order mark, which these bytes do not have.
            var start = (int)layout.DataOffset - (layout.IsStaged ? 0 : layout.PreambleBytes);
            var bytes = source.AsMemory(Math.Min(start, source.Length));
            _chunk.Begin(new Chunk(0, layout.DataOffset, bytes.Length, layout.DataLineNumber), bytes.Length, plan.NothingCarried);
            bytes.Span.CopyTo(_chunk.Bytes.Source);
            _readable.Begin(_chunk.Bytes.Source, layout.DataOffset);
            // Tolerant reading finds the same rows where the quoting rules are kept, and the job's rows where they are not.
            using var records = new TolerantBatchReader(_chunk.Bytes, layout, options.MaxRecordBytes, isCut: !isWhole);
            while (_rows.Count < limit && records.Read(_chunk.Batch))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Add(limit);
            }
        }

        public void Dispose() => _chunk.Dispose();

        public PreviewResult Result()
        {
            ResolveDuplicates();
            return new PreviewResult
            {
                Columns = [.. plan.Columns.Select((column, index) => new PreviewColumn(
                    column.Name, column.Type, plan.Inputs[index].SourceName, FormatOf(index)))],
                Rows = _rows,
                Counts = new RowCounts(_rows.Count, CountOf(RowVerdict.Kept), CountOf(RowVerdict.Rejected), CountOf(RowVerdict.Duplicate), CountOf(RowVerdict.Unreadable)),
            };
        }

        private void Add(int limit)
        {
            var batch = _chunk.Batch;
            batch.Count = Math.Min(batch.Count, limit - _rows.Count);
            var unreadable = _readable.TakeOutOthers(batch);
            var firstSlot = _chunk.SlotCount;
            _chunk.Add(unreadable);
            _chunk.RewindLines();
            var others = 0;
            for (var row = 0; row < batch.Count; row++)
            {
                while (others < unreadable.Count && unreadable[others].Record.Offset < batch.Records[row].Offset)
                    AddUnreadable(unreadable[others++]);
                AddRow(row, firstSlot + row);
            }
            while (others < unreadable.Count)
                AddUnreadable(unreadable[others++]);
        }

        private void AddUnreadable(UnreadableRecord unreadable) => _rows.Add(new PreviewRow(
            _rows.Count, _chunk.LineOf(unreadable.Record), [], RowVerdict.Unreadable,
            [new Violation(RejectBuffer.UnreadableRuleId, null, unreadable.Why)], _chunk.PositionOf(unreadable.Record)));

        private void AddRow(int row, int slot)
        {
            var isKept = !_chunk.Rows.IsRejected(row);
            if (isKept)
                _candidates.Add(_rows.Count);
            _rows.Add(new PreviewRow(
                _rows.Count, _chunk.LineOf(_chunk.Batch.Records[row]), Values(row, slot),
                isKept ? RowVerdict.Kept : RowVerdict.Rejected, _chunk.Rows.Violations(row), _chunk.PositionOf(_chunk.Batch.Records[row])));
        }

        private List<JsonElement> Values(int row, int slot)
        {
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer, Readable))
            {
                json.WriteStartArray();
                for (var i = 0; i < plan.Columns.Count; i++)
                {
                    var text = _chunk.Rows.Text(i, row);
                    if (!_chunk.Columns[i].IsNull(slot))
                        _chunk.Columns[i].WriteJson(slot, json);
                    else if (plan.Inputs[i].IsNull(text) || _chunk.Rows.IsSet(i, row))
                        json.WriteNullValue();
                    else
                        json.WriteStringValue(Encoding.UTF8.GetString(text));
                }
                json.WriteEndArray();
            }
            using var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
            return [.. document.RootElement.Clone().EnumerateArray()];
        }

        private void ResolveDuplicates()
        {
            if (!plan.HasDedupe)
                return;
            using var resolver = new DedupeResolver(plan, options);
            var duplicates = resolver.Resolve(_chunk);
            foreach (var (slot, rule) in duplicates.KeptRepeats)
            {
                var row = _rows[_candidates[slot]];
                _rows[_candidates[slot]] = row with { Violations = [.. row.Violations, plan.Dedupes[rule].Violation] };
            }
            var removedBy = duplicates.RemovedBy;
            for (var slot = 0; slot < removedBy.Length; slot++)
            {
                if (removedBy[slot] == 0)
                    continue;
                var row = _rows[_candidates[slot]];
                _rows[_candidates[slot]] = row with
                {
                    Verdict = RowVerdict.Duplicate,
                    Violations = [.. row.Violations, plan.Dedupes[removedBy[slot] - 1].Violation],
                };
            }
        }

        private string? FormatOf(int index)
        {
            var column = plan.Columns[index];
            return column.Type == ColumnType.Decimal ? FormattableString.Invariant($"{column.Precision},{column.Scale}") : column.Pattern;
        }

        private long CountOf(RowVerdict verdict) => _rows.Count(row => row.Verdict == verdict);
    }
}
