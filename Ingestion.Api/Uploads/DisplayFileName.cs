using System.Globalization;
using System.Text;

namespace Ingestion.Api.Uploads;

/// <summary>
/// Reduces what a client calls a file to something that is safe to show. It is never used as a path: see
/// <see cref="Core.Artifacts.ArtifactKeys"/>.
/// </summary>
internal static class DisplayFileName
{
    public const int LongestName = 255;
    private const string NameOfNameless = "upload";

    /// <summary>
    /// The last path segment without control, bidirectional and other invisible formatting characters, at most
    /// <see cref="LongestName"/> characters of it, its extension kept; <c>upload</c> when nothing is left.
    /// </summary>
    public static string From(string? fileName)
    {
        var segment = (fileName ?? "").AsSpan();
        segment = segment[(segment.LastIndexOfAny('/', '\\') + 1)..];

        var name = new StringBuilder(segment.Length);
        foreach (var rune in segment.EnumerateRunes())
        {
            if (IsShown(rune))
                name.Append(rune.ToString());
        }
        var clean = name.ToString().Trim().TrimEnd('.');
        return clean.Trim('.', ' ').Length == 0 ? NameOfNameless : Shorten(clean);
    }

    // A lone surrogate arrives here as U+FFFD, which is shown.
    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static string Shorten(string name)
    {
        if (name.Length <= LongestName)
            return name;
        var extension = Path.GetExtension(name) is { Length: > 1 and <= 16 } found ? found : "";
        var stem = name.AsSpan(0, LongestName - extension.Length);
        if (char.IsHighSurrogate(stem[^1]))
            stem = stem[..^1];
        return string.Concat(stem, extension);
    }
}
