using System.Buffers;
using System.IO.Hashing;
using System.Text;
using Ingestion.Core.Columns;

namespace Ingestion.Core.References;

/// <summary>The hash by which a value and a reference's value are compared: that of its dedupe key, so that equal numbers are equal however they are written.</summary>
internal sealed class ReferenceKey(bool ignoreCase)
{
    // A letter's lower case is at most so many times as long in UTF-8.
    private const int MostGrowth = 2;
    private KeyBytes _key = new();
    private byte[] _folded = [];

    /// <summary>The key of a slot that has a value.</summary>
    public UInt128 Of(ColumnBuffer column, int slot)
    {
        _key.Clear();
        if (ignoreCase && column is TextColumnBuffer text)
            _key.Append(Fold(text.Value(slot)));
        else
            column.AppendKey(slot, ref _key);
        return XxHash128.HashToUInt128(_key.Written);
    }

    private ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> text)
    {
        if (_folded.Length < text.Length * MostGrowth)
            _folded = new byte[text.Length * MostGrowth];
        if (Ascii.ToLower(text, _folded, out var written) == OperationStatus.Done)
            return _folded.AsSpan(0, written);
        for (written = 0; !text.IsEmpty;)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var length);
            written += Rune.ToLowerInvariant(rune).EncodeToUtf8(_folded.AsSpan(written));
            text = text[length..];
        }
        return _folded.AsSpan(0, written);
    }
}
