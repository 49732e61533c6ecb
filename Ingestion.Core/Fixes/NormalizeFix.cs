using System.Buffers;
using System.Text;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;
using Ingestion.Core.Text;

namespace Ingestion.Core.Fixes;

/// <summary>
/// NORMALIZE: Unicode's composed form. NFC, where asked for with narrow forms of wide Latin letters, digits, signs and the wide space; or NFKC, which
/// replaces all characters that stand for others.
/// </summary>
internal sealed class NormalizeFix(PlanFix fix, int column, NormalForm form, bool narrow) : ValueFix(fix, column)
{
    private const int WideFirst = 0xFF01, WideLast = 0xFF5E, WideToAscii = 0xFEE0, WideSpace = 0x3000;

    protected override bool TryChange(RecordBytes bytes, ref FieldRange field)
    {
        var text = bytes[field];
        if (form == NormalForm.Nfkc ? Ascii.IsValid(text) : CanonicalText.IsSurelyComposed(text))
            return false;
        var composed = new ArrayBufferWriter<byte>(text.Length);
        if (narrow)
        {
            var room = bytes.Room(text.Length);
            CanonicalText.Compose(room[..Narrow(text, room)], composed);
        }
        else
            CanonicalText.Compose(text, composed, form == NormalForm.Nfkc);
        return TrySet(bytes, ref field, composed.WrittenSpan);
    }

    private static int Narrow(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var length);
            written += (rune.Value switch
            {
                >= WideFirst and <= WideLast => new Rune(rune.Value - WideToAscii),
                WideSpace => new Rune(' '),
                _ => rune,
            }).EncodeToUtf8(target[written..]);
            text = text[length..];
        }
        return written;
    }
}

/// <summary>Unicode's forms that NORMALIZE writes.</summary>
internal enum NormalForm
{
    /// <summary>The same characters, composed.</summary>
    Nfc,

    /// <summary>The characters that they stand for, composed: fi for a ligature, 2 for a superscript.</summary>
    Nfkc,
}
