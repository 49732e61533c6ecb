using System.Collections.Frozen;
using System.Text;

namespace Ingestion.Core.Profiling;

/// <summary>Texts by which people say that there is no value.</summary>
internal static class NullLikeTexts
{
    private static readonly FrozenSet<string> Texts = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "n/a", "na", "n.a.", "#n/a", "nan", "null", "(null)", "nil", "none", "unknown", "missing", "undefined", "not available", "-", "--", "---", "?", "\\n");

    /// <summary>The length in bytes of the longest, white space around it not counted.</summary>
    public static int Longest { get; } = Texts.Max(text => text.Length);

    /// <summary>The bytes they begin with, white space before them not counted.</summary>
    public static IReadOnlySet<byte> Firsts { get; } = Texts.SelectMany(text => new[] { char.ToLowerInvariant(text[0]), char.ToUpperInvariant(text[0]) }).Select(letter => (byte)letter).ToFrozenSet();

    /// <summary>Whether a text, which is not empty, reads like "no value". White space alone does.</summary>
    public static bool Contain(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t"u8);
        return text.IsEmpty || (text.Length <= Longest && Texts.Contains(Encoding.UTF8.GetString(text)));
    }
}
