using Ingestion.Core.Plans;
using Ingestion.Core.Records;

namespace Ingestion.Core.Fixes;

/// <summary>TRIM: a part of the value, not a copy.</summary>
internal sealed class TrimFix(PlanFix fix, int column) : ValueFix(fix, column)
{
    protected override bool TryChange(RecordBytes bytes, ref FieldRange field)
    {
        var text = bytes[field];
        // Letters and digits at both ends: nearly every value.
        if (text[0] is > (byte)' ' and < 0x80 && text[^1] is > (byte)' ' and < 0x80)
            return false;
        var (start, length) = WhiteSpace.Trimmed(text).GetOffsetAndLength(text.Length);
        if (length == text.Length)
            return false;
        field = new FieldRange(field.Start + start, length);
        return true;
    }
}

/// <summary>COLLAPSE_SPACES: every run of white space, whatever it is made of, becomes one space.</summary>
internal sealed class CollapseSpacesFix(PlanFix fix, int column) : ValueFix(fix, column)
{
    protected override bool TryChange(RecordBytes bytes, ref FieldRange field)
    {
        var text = bytes[field];
        if (text.IndexOfAny(WhiteSpace.FirstBytes) is var first && first < 0)
            return false;
        var room = bytes.Room(text.Length);
        text[..first].CopyTo(room);
        var written = first;
        for (var i = first; i < text.Length;)
        {
            var length = WhiteSpace.LengthAtStart(text[i..]);
            if (length == 0)
            {
                room[written++] = text[i++];
                continue;
            }
            for (i += length; WhiteSpace.LengthAtStart(text[i..]) is > 0 and var next; i += next)
                continue;
            room[written++] = (byte)' ';
        }
        return TryTake(bytes, ref field, room[..written]);
    }
}
