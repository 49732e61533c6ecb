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

    /// <summary>Fixes in any order, those that make columns among them, and checks with every <see cref="RuleOnFail"/>.</summary>
    public static Gen<Recipe> Fixing { get; } = Gen.Select(Gen.OneOf(Fixes).Array[1, 5], Gen.OneOf(Softened).Array[0, 3], Gen.Bool, Gen.Bool)
        .Select((fixes, checks, makesColumns, dedupes) =>
        {
            RuleSpec[] made = !makesColumns ? [] :
            [
                Rule("", RuleType.Split, "column_1", """{"separator":"a","into":["left","right"]}"""),
                Rule("", RuleType.Case, "left", """{"to":"UPPER"}"""), Rule("", RuleType.Fill, "right", """{"mode":"PREVIOUS"}"""),
                Rule("", RuleType.Concat, null, """{"columns":["right","column_1","left"],"separator":"-","into":"joined"}"""),
            ];
            RuleSpec[] dedupe = dedupes ? [Rule("", RuleType.Dedupe, "column_1", """{"match":"FINGERPRINT"}"""), Rule("", RuleType.Unique, "column_1")] : [];
            return Plain with
            {
                Source = Plain.Source with { NullTokens = ["a"] },
                // TEXT whatever the values look like: the checks are for texts.
                Mapping = [new("column_1", null, ColumnType.Text), .. makesColumns ? [new("left"), new("right"), new("joined")] : Array.Empty<ColumnMapping>()],
                Rules = [.. fixes.Concat(made).Concat(fixes).Concat(checks).Concat(dedupe).Select((rule, i) => rule with { Id = $"rule{i}" })],
            };
        });

    public static RuleSpec Rule(string id, RuleType type, string? column = null, string? parameters = null, RuleSeverity severity = RuleSeverity.Error) =>
        new(id, type, column, parameters is null ? default : JsonSerializer.Deserialize<JsonElement>(parameters), severity);

    public static Recipe Of(params RuleSpec[] rules) => new() { Rules = rules };

    private static RuleSpec[] Fixes =>
    [
        Rule("", RuleType.Trim, "column_1"), Rule("", RuleType.CollapseSpaces, "column_1"), Rule("", RuleType.Case, "column_1", """{"to":"TITLE"}"""),
        Rule("", RuleType.Replace, "column_1", """{"find":"a","with":"bb"}"""), Rule("", RuleType.Replace, "column_1", """{"pattern":"[0-9b]+","with":"<$0>"}"""),
        Rule("", RuleType.Fill, "column_1", """{"value":"é"}"""), Rule("", RuleType.Fill, "column_1", """{"mode":"PREVIOUS"}"""), Rule("", RuleType.NullIf, "column_1", """{"values":["b","1"]}"""),
        Rule("", RuleType.MapValues, "column_1", """{"values":{"a":"A","é":"e"}}"""), Rule("", RuleType.Normalize, "column_1"),
        Rule("", RuleType.Mask, "column_1", """{"mode":"PART","keepFirst":1}"""), Rule("", RuleType.Mask, "column_1", """{"mode":"HASH","salt":"s"}"""),
    ];

    private static RuleSpec[] Softened =>
    [
        .. from onFail in Enum.GetValues<RuleOnFail>()
           from rule in new[]
           {
               Rule("", RuleType.Regex, "column_1", """{"pattern":"^[a-z]*$"}"""), Rule("", RuleType.Length, "column_1", """{"max":2}"""),
               Rule("", RuleType.NotNull, "column_1"), Rule("", RuleType.Expression, "column_1", """{"expression":"column_1 != 'b' and length(column_1) < 4"}"""),
           }
           select rule with { OnFail = onFail, Params = onFail == RuleOnFail.SetDefault ? WithDefault(rule.Params) : rule.Params },
    ];

    private static JsonElement WithDefault(JsonElement parameters)
    {
        var all = parameters.ValueKind == JsonValueKind.Object ? parameters.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value) : [];
        all["default"] = JsonSerializer.SerializeToElement("dflt");
        return JsonSerializer.SerializeToElement(all);
    }

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
