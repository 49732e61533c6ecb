using System.Buffers;
using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text;

namespace Ingestion.Core.Profiling;

/// <summary>Texts by which people say that there is no value.</summary>
internal static class NullLikeTexts
{
    private static readonly FrozenSet<string> Texts = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "n/a", "na", "n.a.", "#n/a", "nan", "null", "(null)", "nil", "none", "unknown", "missing", "undefined", "not available", "-", "--", "---", "?", "\\n");

    private static readonly int Longest = Texts.Max(text => text.Length);

    private static readonly SearchValues<byte> Firsts = SearchValues.Create(
        [.. Texts.SelectMany(text => new[] { char.ToLowerInvariant(text[0]), char.ToUpperInvariant(text[0]) }).Distinct().Select(letter => (byte)letter), (byte)' ', (byte)'\t']);

    /// <summary>Whether a text, which is not empty, reads like "no value". White space alone does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Contain(ReadOnlySpan<byte> text) => Firsts.Contains(text[0]) && ContainSlowly(text);

    private static bool ContainSlowly(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t"u8);
        return text.IsEmpty || (text.Length <= Longest && Texts.Contains(Encoding.UTF8.GetString(text)));
    }
}
