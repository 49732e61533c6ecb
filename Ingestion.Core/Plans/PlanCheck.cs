using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Rejects;

namespace Ingestion.Core.Plans;

/// <summary>One check of a plan: a rule on a column.</summary>
/// <param name="Ordinal">Its place in <see cref="Plan.Checks"/>.</param>
/// <param name="RuleId">The rule it comes from; <see cref="RuleSpec.ImplicitTypeRuleId"/> for a column's type.</param>
/// <param name="Column">The column it looks at; null when there are several.</param>
/// <param name="Severity">How serious a violation is.</param>
/// <param name="OnFail">What a violation does to its row.</param>
public sealed record PlanCheck(int Ordinal, string RuleId, string? Column, RuleSeverity Severity, RuleOnFail OnFail)
{
    /// <summary>Whether a row that breaks it is not in the result.</summary>
    public bool RemovesRow => OnFail == RuleOnFail.Reject;

    /// <summary>How each of its violations begins in the rejects.</summary>
    internal byte[] ViolationHead { get; } = RejectBuffer.ViolationHead(RuleId, Column);

    /// <summary>The value of SET_DEFAULT, in UTF-8, as a source with ISO 8601 dates would write it; null for SET_NULL and where nothing is set.</summary>
    internal byte[]? Default { get; init; }

    /// <summary>Whether the value that breaks it is replaced.</summary>
    internal bool SetsValue => OnFail is RuleOnFail.SetNull or RuleOnFail.SetDefault;
}

/// <summary>A DEDUPE or UNIQUE rule: the inputs that make its key, and which of equal rows stays.</summary>
internal sealed record PlanDedupe(PlanCheck Check, int[] Inputs, DedupeKeep Keep, DedupeKey Key, string ColumnNames)
{
    /// <summary>The violation of a row whose key another one has.</summary>
    public Violation Violation { get; } = new(Check.RuleId, Check.Column, Text(Check, Keep, Key, ColumnNames));

    /// <summary>How that reads, in UTF-8.</summary>
    public byte[] Explanation { get; } = Encoding.UTF8.GetBytes(Text(Check, Keep, Key, ColumnNames));

    /// <summary>How many neighbouring letters <see cref="DedupeKey.Ngram"/> looks at together.</summary>
    public int Letters { get; init; } = 2;

    private static string Text(PlanCheck check, DedupeKeep keep, DedupeKey key, string columns)
    {
        var other = keep == DedupeKeep.First ? "An earlier" : "A later";
        var same = $"{(key == DedupeKey.Exact ? "the same" : "nearly the same")} {columns}";
        return check is { RemovesRow: true, Severity: not RuleSeverity.Fatal } ? $"{other} row with {same} is kept." : $"{other} row has {same}.";
    }
}

/// <summary>Which texts a DEDUPE rule takes for equal.</summary>
internal enum DedupeKey
{
    /// <summary>The same bytes.</summary>
    Exact,

    /// <summary>The same words in any order, whatever their case, accents and punctuation.</summary>
    Fingerprint,

    /// <summary>The same pairs (or n) of neighbouring letters.</summary>
    Ngram,
}
