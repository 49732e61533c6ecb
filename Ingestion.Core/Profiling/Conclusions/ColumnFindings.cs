using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Profiling.Sketches;

namespace Ingestion.Core.Profiling.Conclusions;

/// <summary>What alerts and suggestions look at: a column's profile, and what it was made of.</summary>
/// <param name="Profile">The profile, its alerts excepted.</param>
/// <param name="Summary">What it was made of.</param>
/// <param name="Numbers">Its distribution; null of text.</param>
/// <param name="CaseVariants">See <see cref="Conclusions.CaseVariants"/>.</param>
/// <param name="Rows">All rows.</param>
internal sealed record ColumnFindings(ColumnProfile Profile, ColumnSummary Summary, WeightedValues? Numbers, CaseVariants CaseVariants, long Rows)
{
    private const int MostQuoted = 3;

    /// <summary>Texts that read like "no value" and count as values, the most frequent first.</summary>
    public IReadOnlyList<NullToken> OpenNullTokens { get; } = [.. Profile.NullTokens.Where(token => !token.IsApplied)];

    /// <summary>In how many rows they stand.</summary>
    public long OpenNullRows => OpenNullTokens.Sum(token => token.Rows);

    /// <summary>Whether a kind of text is a number.</summary>
    public long NumberRows => Summary.Kinds[TextKind.Integer] + Summary.Kinds[TextKind.Number];

    /// <summary>Some texts that do not fit the column's type, quoted.</summary>
    public string MisfitExamples() => Quoted(Summary.MisfitTexts);

    /// <summary>The most frequent of counted texts, quoted, at most three.</summary>
    public static string Quoted(FrequentValues texts) => Quoted(TopValues.Of(texts, MostQuoted).Select(value => Encoding.UTF8.GetString(value.Text)));

    /// <summary>The first three texts, quoted and cut.</summary>
    public static string Quoted(IEnumerable<string> texts) =>
        string.Join(", ", texts.Take(MostQuoted).Select(text => $"'{(text.Length > 40 ? text[..40] + "…" : text)}'"));
}
