using Ingestion.Core.Plans;
using Ingestion.Core.Records;

namespace Ingestion.Core.Fixes;

/// <summary>SPLIT: made columns that are parts of one. The last of them has all that is left; nothing is copied.</summary>
internal sealed class SplitFix(PlanFix fix, int column, byte[] separator, int[] into, bool trim) : ColumnFix(fix)
{
    public override long Apply(RecordBatch batch)
    {
        var made = 0;
        for (var row = 0; row < batch.Count; row++)
        {
            var fields = batch.FieldsOf(row);
            var rest = fields[column];
            made += rest.Length > 0 ? 1 : 0;
            for (var i = 0; i < into.Length && rest.Length > 0; i++)
            {
                var text = batch.Bytes[rest];
                var end = i == into.Length - 1 ? -1 : text.IndexOf(separator);
                fields[into[i]] = Part(text, rest.Start, end < 0 ? text.Length : end);
                var next = end < 0 ? text.Length : end + separator.Length;
                rest = new FieldRange(rest.Start + next, text.Length - next);
            }
        }
        return made;
    }

    private FieldRange Part(ReadOnlySpan<byte> text, int start, int length)
    {
        if (!trim)
            return new FieldRange(start, length);
        var (offset, trimmed) = WhiteSpace.Trimmed(text[..length]).GetOffsetAndLength(length);
        return new FieldRange(start + offset, trimmed);
    }
}

/// <summary>CONCAT: a made column of several, without those that have no value.</summary>
internal sealed class ConcatFix(PlanFix fix, (int Column, byte[][] NullTokens)[] parts, byte[] separator, int into) : ColumnFix(fix)
{
    public override long Apply(RecordBatch batch)
    {
        var made = 0;
        for (var row = 0; row < batch.Count; row++)
        {
            var fields = batch.FieldsOf(row);
            var whole = Concat(batch.Bytes, fields);
            fields[into] = whole;
            made += whole.Length > 0 ? 1 : 0;
        }
        return made;
    }

    private FieldRange Concat(RecordBytes bytes, Span<FieldRange> fields)
    {
        var most = 0;
        foreach (var (column, _) in parts)
            most += fields[column].Length + separator.Length;
        var room = bytes.Room(most);
        var written = 0;
        foreach (var (column, nullTokens) in parts)
        {
            var text = bytes[fields[column]];
            if (text.IsEmpty || PlanColumn.IsToken(nullTokens, text))
                continue;
            if (written > 0)
            {
                separator.CopyTo(room[written..]);
                written += separator.Length;
            }
            text.CopyTo(room[written..]);
            written += text.Length;
        }
        return bytes.Take(written);
    }
}
