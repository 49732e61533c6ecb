using System.Text;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Fixes;

/// <summary>NULL_IF: listed values become absent.</summary>
internal sealed class NullIfFix(PlanFix fix, int column, ValueTable<bool> values) : ValueFix(fix, column)
{
    protected override bool TryChange(RecordBytes bytes, ref FieldRange field)
    {
        if (!values.TryGet(bytes[field], out _))
            return false;
        field = default;
        return true;
    }
}

/// <summary>MAP_VALUES: listed values become others; the others, where that is asked for, one and the same.</summary>
internal sealed class MapValuesFix(PlanFix fix, int column, ValueTable<byte[]> values, byte[]? otherwise) : ValueFix(fix, column)
{
    protected override bool TryChange(RecordBytes bytes, ref FieldRange field) =>
        (values.TryGet(bytes[field], out var mapped) ? mapped : otherwise) is { } value && TrySet(bytes, ref field, value);
}

/// <summary>REPLACE of a text, wherever it stands in a value.</summary>
internal sealed class ReplaceTextFix(PlanFix fix, int column, byte[] find, byte[] with) : ValueFix(fix, column)
{
    protected override bool TryChange(RecordBytes bytes, ref FieldRange field)
    {
        var text = bytes[field];
        var at = text.IndexOf(find);
        if (at < 0)
            return false;
        var room = bytes.Room(checked((int)(text.Length + ((long)Math.Max(0, with.Length - find.Length) * (text.Length / find.Length)))));
        var written = 0;
        for (; at >= 0; at = text.IndexOf(find))
        {
            text[..at].CopyTo(room[written..]);
            with.CopyTo(room[(written + at)..]);
            written += at + with.Length;
            text = text[(at + find.Length)..];
        }
        text.CopyTo(room[written..]);
        return TryTake(bytes, ref field, room[..(written + text.Length)]);
    }
}

/// <summary>REPLACE of what a pattern finds. Only values that it finds something in become strings.</summary>
internal sealed class ReplacePatternFix(PlanFix fix, int column, ValuePattern pattern, string with) : ValueFix(fix, column)
{
    protected override bool TryChange(RecordBytes bytes, ref FieldRange field)
    {
        var text = bytes[field];
        return pattern.IsMatch(text) && TrySet(bytes, ref field, Encoding.UTF8.GetBytes(pattern.Replace(Encoding.UTF8.GetString(text), with)));
    }
}
