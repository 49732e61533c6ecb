using System.Runtime.InteropServices;
using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Profiling.Sketches;

namespace Ingestion.Core.Profiling.Conclusions;

/// <summary>The patterns of a column, the most frequent first.</summary>
internal static class PatternCounts
{
    /// <summary>Where all values are counted, the patterns follow from them: those that the summary kept may lack rare ones.</summary>
    public static IEnumerable<CharacterPattern> Of(ColumnSummary summary)
    {
        var patterns = summary.Values.IsExact
            ? OfValues(summary.Values)
            : summary.Patterns.Select(both => Split(both.Text, both.Rows));
        return patterns.OrderByDescending(pattern => pattern.Rows).ThenBy(pattern => pattern.Pattern, StringComparer.Ordinal);
    }

    private static IEnumerable<CharacterPattern> OfValues(FrequentValues values)
    {
        var patterns = new Dictionary<ulong, (long Rows, FrequentValue Example)>();
        var pattern = new byte[4 * CharacterPatterns.LongestPattern];
        foreach (var value in values)
        {
            var hash = TextHash.Of(pattern.AsSpan(0, Write(value, pattern)));
            ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(patterns, hash, out var isKnown);
            found.Rows += value.Rows;
            if (!isKnown || value.ComesBefore(found.Example))
                found.Example = value;
        }
        return patterns.Values.Select(found => new CharacterPattern(
            Encoding.UTF8.GetString(pattern.AsSpan(0, Write(found.Example, pattern))), found.Rows, ColumnConclusion.Cut(Encoding.UTF8.GetString(found.Example.Text))));
    }

    private static int Write(in FrequentValue value, byte[] pattern) =>
        CharacterPatterns.Write(value.Text[..Math.Min(value.Text.Length, FrequentValues.MostTextBytes)], pattern);

    private static CharacterPattern Split(ReadOnlySpan<byte> both, long rows)
    {
        var end = both.IndexOf((byte)0);
        return new CharacterPattern(Encoding.UTF8.GetString(both[..end]), rows, ColumnConclusion.Cut(Encoding.UTF8.GetString(both[(end + 1)..])));
    }
}
