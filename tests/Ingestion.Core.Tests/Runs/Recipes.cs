using System.Text.Json;
using CsCheck;
using Ingestion.Contracts;

namespace Ingestion.Core.Tests.Runs;

/// <summary>Recipes and their parts, short enough for a test.</summary>
internal static class Recipes
{
    /// <summary>Comma, double quote, no header: the columns are <c>column_1</c> and so on.</summary>
    public static Recipe Plain { get; } = new() { Source = new() { Delimiter = ",", Quote = "\"", HeaderRows = 0, SkipRows = 0, Encoding = "utf-8" } };

    /// <summary>Recipes for any source; now and then one that does not fit.</summary>
    public static Gen<Recipe> Any { get; } = Gen.Select(GenSource(), GenRules(), GenTypes())
        .Select((source, rules, types) => new Recipe { Source = source, Rules = [.. rules.Select((rule, i) => rule with { Id = $"rule{i}" })], Mapping = types });

    /// <summary>One or two DEDUPE rules that keep the same.</summary>
    public static Gen<Recipe> Deduping { get; } = Gen.Select(Gen.OneOf("FIRST", "LAST"), Gen.Int[1, 2], Gen.Bool, Gen.OneOf(RaggedRows.Reject, RaggedRows.Pad))
        .Select((keep, count, isWarning, ragged) => Plain with
        {
            Source = Plain.Source with { RaggedRows = ragged },
            Rules = [.. Enumerable.Range(0, count).Select(i => Rule($"d{i}", RuleType.Dedupe, null, $$"""{"columns":["column_1"{{(i == 1 ? "" : ",\"column_1\"")}}],"keep":"{{keep}}"}""", isWarning && i == 0 ? RuleSeverity.Warning : RuleSeverity.Error))],
        });

    public static RuleSpec Rule(string id, RuleType type, string? column = null, string? parameters = null, RuleSeverity severity = RuleSeverity.Error) =>
        new(id, type, column, parameters is null ? default : JsonSerializer.Deserialize<JsonElement>(parameters), severity);

    public static Recipe Of(params RuleSpec[] rules) => new() { Rules = rules };

    private static Gen<SourceOptions> GenSource() => Gen.Select(
        Gen.OneOf<string?>(null, ",", ",", ",", ";", "\"", "\\", " ", "#", "€", ""), Gen.OneOf<string?>(null, "\"", "\"", "", "'", ",", "#", "\\"), Gen.OneOf<int?>(0, 0, 0, 1, null),
        Gen.OneOf<int?>(null, 0, 1, 3), Gen.OneOf<string?>(null, "utf-8", "utf-8", "windows-1252", "utf-16"), Gen.OneOf(RaggedRows.Reject, RaggedRows.Pad), Gen.Bool)
        .Select((delimiter, quote, header, skip, encoding, ragged, hasNulls) => new SourceOptions
        {
            Delimiter = delimiter,
            Quote = quote,
            HeaderRows = header,
            SkipRows = skip,
            Encoding = encoding,
            RaggedRows = ragged,
            NullTokens = hasNulls ? ["n/a", "a"] : [],
        });

    private static Gen<RuleSpec[]> GenRules() => Gen.Select(
        Gen.OneOf(
            Rule("", RuleType.NotNull, "column_1"),
            Rule("", RuleType.Regex, "column_1", """{"pattern":"^[a-z]*$"}"""),
            Rule("", RuleType.Range, "column_1", """{"min":0,"max":9.5}"""),
            Rule("", RuleType.Type),
            Rule("", RuleType.Dedupe, "column_1")),
        Gen.OneOf(RuleSeverity.Error, RuleSeverity.Warning),
        (rule, severity) => rule with { Severity = severity }).Array[0, 3];

    private static Gen<ColumnMapping[]> GenTypes() => Gen.OneOf<ColumnType?>([null, null, .. Enum.GetValues<ColumnType>()])
        .Select(type => type is null ? Array.Empty<ColumnMapping>() : [new ColumnMapping("column_1", "column_1", type)]);
}
