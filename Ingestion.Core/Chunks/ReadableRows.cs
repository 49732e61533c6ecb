using Ingestion.Contracts;
using Ingestion.Core.Csv;
using Ingestion.Core.Documents;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;

namespace Ingestion.Core.Chunks;

/// <summary>Tells records that are rows from those that are none: too long, broken quoting, a wrong number of fields, not text.</summary>
internal sealed class ReadableRows(Plan plan, CsvLayout layout, int maxRecordBytes)
{
    private readonly TextCheck _text = new(layout);
    private readonly List<UnreadableRecord> _others = [];
    private bool _isSuspect;
    private bool _mayBeLong;
    private long _offset;

    /// <summary>Begins a range of the source. Whole ranges are text nearly always: one vectorised look spares one a row.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="offset">Where it starts in the source.</param>
    public void Begin(ReadOnlySpan<byte> bytes, long offset)
    {
        _isSuspect = _text.IsSuspect(bytes);
        _mayBeLong = bytes.Length > maxRecordBytes;
        _offset = offset;
    }

    /// <summary>Takes the records out of a batch that are no rows and returns them, valid until the next call.</summary>
    public IReadOnlyList<UnreadableRecord> TakeOutOthers(RecordBatch batch)
    {
        _others.Clear();
        if (!batch.HasIrregular && !_isSuspect && !_mayBeLong)
            return _others;
        var kept = 0;
        for (var row = 0; row < batch.Count; row++)
        {
            var record = batch.Records[row];
            if (WhyUnreadable(record, batch.Raw(row)) is { } why)
            {
                _others.Add(new UnreadableRecord(record, why));
                continue;
            }
            if (kept < row)
                batch.Move(row, kept);
            kept++;
        }
        batch.Count = kept;
        return _others;
    }

    /// <summary>Says that a record is too long.</summary>
    public static string OversizedMessage(long length, int maxRecordBytes) =>
        FormattableString.Invariant($"The record has {length:N0} bytes; at most {maxRecordBytes:N0} are read. Is a quote never closed?");

    private string? WhyUnreadable(Record record, ReadOnlySpan<byte> raw)
    {
        if (record.Length > maxRecordBytes)
            return OversizedMessage(record.Length, maxRecordBytes);
        if (record.IsMalformed)
            return "A quote is opened and not closed, or text follows a closing quote. Only this line is left out; reading goes on with the next.";
        var fields = record.FieldCount - layout.LeadingFields;
        // Cells at a row's end are left out in documents when they are empty.
        var mayBeShort = layout.Document is { Kind: not TableKind.Lines } || plan.Recipe.Source.RaggedRows == RaggedRows.Pad;
        if (fields != plan.SourceColumnCount && (fields > plan.SourceColumnCount || !mayBeShort))
            return $"The row has {fields} field{(fields == 1 ? "" : "s")}; the header has {plan.SourceColumnCount}.";
        return _isSuspect ? _text.WhyNotText(raw, _offset + record.Offset) : null;
    }
}

/// <summary>A record that is no row, and why.</summary>
internal readonly record struct UnreadableRecord(Record Record, string Why);
