using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ingestion.Core.Records;

namespace Ingestion.Core.Csv;

/// <summary>Reads a byte range that may break the quoting rules, record by record: see <see cref="CsvRecordReader"/>.</summary>
/// <param name="bytes">The range. It must not be begun anew while this reads.</param>
/// <param name="layout">How it is written.</param>
/// <param name="maxRecordBytes">Quotes that hold more than this were not meant to.</param>
/// <param name="isCut">Whether the range ends anywhere: a record that reaches its end is left out then, for it may go on.</param>
internal sealed class TolerantBatchReader(RecordBytes bytes, CsvLayout layout, int maxRecordBytes, bool isCut = false) : IBatchReader
{
    private readonly byte[] _source = bytes.Array;
    private readonly CsvRecordReader _records = new(
        bytes.Array.AsMemory(0, bytes.SourceLength), layout.Dialect, layout.SkipEmptyLines, maxRecordBytes);
    private bool _isAtCut;

    /// <inheritdoc/>
    public bool Read(RecordBatch batch)
    {
        batch.Clear();
        while (batch.Count < batch.Capacity && !_isAtCut && _records.Read())
        {
            _isAtCut = isCut && _records.TouchesEnd;
            if (_isAtCut)
                break;
            var fields = batch.NextFields();
            var kept = _records.IsMalformed ? 0 : Math.Min(fields.Length, _records.FieldCount);
            for (var i = 0; i < kept; i++)
                fields[i] = RangeOf(_records.GetSpan(i));
            batch.Add(new Record(_records.Offset, _records.RawRecord.Length, _records.FieldCount, _records.IsMalformed));
        }
        return batch.Count > 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _records.Dispose();

    private FieldRange RangeOf(ReadOnlySpan<byte> value)
    {
        var offset = (long)Unsafe.ByteOffset(ref MemoryMarshal.GetArrayDataReference(_source), ref MemoryMarshal.GetReference(value));
        return offset >= 0 && offset + value.Length <= bytes.SourceLength ? new FieldRange((int)offset, value.Length) : bytes.Append(value);
    }
}
