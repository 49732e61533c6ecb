using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ingestion.Contracts;
using Ingestion.Core.Profiling.Conclusions;

namespace Ingestion.Core.Profiling.Suggestions;

/// <summary>Suggestions on the form of texts.</summary>
internal static class PatternSuggestions
{
    private const double MostlyMail = 0.8;
    private const double NearlyAll = 0.95;
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string MailPattern = @"^[^@\s]+@[^@\s]+\.[^@\s]+$";

    /// <summary>A column of mail addresses.</summary>
    public static IEnumerable<Suggestion> Mail(ColumnFindings column)
    {
        if (column.Profile.Type != ColumnType.Text || column.Profile.Count == 0)
            return [];
        var texts = column.Summary.Values.IsExact ? column.Summary.Values : column.Summary.Patterns;
        var (mail, all) = (0L, 0L);
        foreach (var value in texts)
        {
            all += value.Rows;
            mail += value.Text.Contains((byte)'@') ? value.Rows : 0;
        }
        return mail >= all * MostlyMail
            ? [OfPattern(column, MailPattern, $"{NumberText.Share(mail, all)} of the values look like mail addresses.")]
            : [];
    }

    /// <summary>A column (nearly) all of whose values have one form, with digits in it: words have one form by chance.</summary>
    public static IEnumerable<Suggestion> DominantPattern(ColumnFindings column)
    {
        var (patterns, count) = (column.Profile.Patterns, column.Profile.Count);
        if (patterns.Count == 0 || patterns[0].Rows < count * NearlyAll || !patterns[0].Pattern.Contains('9', StringComparison.Ordinal)
            || patterns[0].Pattern.Contains('@', StringComparison.Ordinal) || column.Profile.Distinct.Values < 2)
            return [];
        var pattern = patterns[0];
        return [OfPattern(column, ToRegex(pattern.Pattern), $"{NumberText.Share(Math.Min(pattern.Rows, count), count)} of the values have the form {pattern.Pattern}, such as '{pattern.Example}'.")];
    }

    /// <summary>The regular expression of a pattern. An ellipsis means as many as were too many to write.</summary>
    internal static string ToRegex(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < pattern.Length;)
        {
            if (pattern[i] == '…')
            {
                // Only at the end of a pattern that was cut: what follows is not known.
                return regex.ToString();
            }
            var run = 1;
            while (i + run < pattern.Length && pattern[i + run] == pattern[i])
                run++;
            var isLong = run == 1 && pattern[i] is ('A' or 'a' or '9') && i + 1 < pattern.Length && pattern[i + 1] == '…';
            regex.Append(pattern[i] switch { 'A' => @"\p{Lu}", 'a' => @"\p{Ll}", '9' => "[0-9]", var other => Regex.Escape(other.ToString()) });
            if (isLong)
                regex.Append(CultureInfo.InvariantCulture, $"{{{(pattern[i] == '9' ? CharacterPatterns.LongestDigits : CharacterPatterns.LongestLetters) + 1},}}");
            else if (run > 1)
                regex.Append(CultureInfo.InvariantCulture, $"{{{run}}}");
            i += run + (isLong ? 1 : 0);
        }
        return regex.Append('$').ToString();
    }

    private static Suggestion OfPattern(ColumnFindings column, string pattern, string why) =>
        Suggestion.OfRule(RuleType.Regex, column.Profile.Name, why, JsonSerializer.Serialize(new { pattern }, Readable));
}
