using System.Security.Cryptography;
using System.Text;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Fixes;

/// <summary>
/// MASK by HMAC-SHA-256 with a salt: equal values stay equal. That is pseudonymisation and not anonymisation: who has the salt can try values out.
/// </summary>
internal sealed class HashMaskFix(PlanFix fix, int column, byte[] salt) : ValueFix(fix, column)
{
    protected override bool TryChange(RecordBytes bytes, ref FieldRange field)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(salt, bytes[field], hash);
        Convert.TryToHexStringLower(hash, bytes.Room(hash.Length * 2), out var written);
        field = bytes.Take(written);
        return true;
    }
}

/// <summary>MASK that keeps some characters at the ends. A value too short to hide anything is hidden whole.</summary>
internal sealed class PartMaskFix(PlanFix fix, int column, int first, int last) : ValueFix(fix, column)
{
    protected override bool TryChange(RecordBytes bytes, ref FieldRange field)
    {
        var text = bytes[field];
        var characters = text.CountCharacters();
        var isShort = characters <= first + last;
        var room = bytes.Room(text.Length);
        var written = 0;
        for (var i = 0; i < characters; i++)
        {
            Rune.DecodeFromUtf8(text, out _, out var length);
            if (!isShort && (i < first || i >= characters - last))
            {
                text[..length].CopyTo(room[written..]);
                written += length;
            }
            else
                room[written++] = (byte)'*';
            text = text[length..];
        }
        return TryTake(bytes, ref field, room[..written]);
    }
}

/// <summary>How MASK hides.</summary>
internal enum MaskMode
{
    /// <summary>A keyed hash for the value.</summary>
    Hash,

    /// <summary>All but some characters at the ends.</summary>
    Part,
}
