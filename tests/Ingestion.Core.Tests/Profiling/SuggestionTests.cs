using System.Globalization;
using Ingestion.Contracts;
using Ingestion.Core.Profiling.Suggestions;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Profiling;

public sealed class SuggestionTests
{
    public static TheoryData<RuleType, string, string[], string> Rules => new()
    {
        { RuleType.NotNull, "", [.. Numbers(199), ""], "1: 201=" },
        { RuleType.NotNull, "", [.. Numbers(20)], "0: " },
        { RuleType.Range, """{ "min": 0 }""", [.. Repeated(300), "-5"], "1: 302=-5" },
        { RuleType.Range, """{ "min": 0, "max": 30 }""", [.. Repeated(300), "1000"], "1: 302=1000" },
        { RuleType.Range, """{ "min": "2024-01-01", "max": "2024-12-31" }""", [.. Days(60), "0024-01-01", "2999-12-31"], "2: 62=0024-01-01 63=2999-12-31" },
        { RuleType.Regex, """{"pattern":"^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$"}""", [.. Enumerable.Range(0, 30).Select(i => $"user{i}@example.org"), "nobody", "x@y"], "2: 32=nobody 33=x@y" },
        { RuleType.Regex, """{"pattern":"^\\p{Lu}{2}-[0-9]{4}$"}""", [.. Enumerable.Range(1000, 99).Select(i => $"AB-{i}"), "AB1099"], "1: 101=AB1099" },
        { RuleType.ParseNumber, """{"decimal":",","thousands":"."}""", [.. Enumerable.Range(100, 40).Select(i => $"1.{i},50"), "none"], "1: 42=none" },
        { RuleType.ParseNumber, """{"decimal":",","thousands":""}""", [.. Enumerable.Range(100, 40).Select(i => $"{i},5")], "0: " },
        { RuleType.Dedupe, """{ "columns": ["c"], "keep": "FIRST" }""", [.. Numbers(40), "7"], "1: 42=7" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Profile_Column_SuggestsARuleAndWhatItWouldDo(RuleType type, string parameters, string[] values, string outcome)
    {
        var suggested = Profiles.OfColumn(values).Rules.Single(rule => rule.Rule.Type == type);

        Assert.Equal(parameters, suggested.Rule.Params.ValueKind == System.Text.Json.JsonValueKind.Undefined ? "" : suggested.Rule.Params.GetRawText());
        Assert.Equal(outcome, Outcome(suggested.WouldReject, suggested.Examples));
    }

    public static TheoryData<string[], string, string> Mappings => new()
    {
        { [.. Numbers(30), "n/a", "-"], "INTEGER  -,n/a", "0: " },
        { [.. Numbers(30), "n/a", "x"], "INTEGER  n/a", "1: 33=x" },
        { [.. Repeated(30).Select(i => i + ".5"), "?"], "DECIMAL  ?", "0: " },
        { [.. Days(30), "soon"], "DATE  ", "1: 32=soon" },
        { ["Anna", "none", "Olga", "Anna", "Olga", "Ivan", "Ivan", "Anna", "Olga", "Anna"], "  none", "0: " },
        { [.. Enumerable.Repeat("31.12.2024", 20), "12/31/2024"], "DATE dd.MM.yyyy ", "1: 22=12/31/2024" },
    };

    [Theory]
    [MemberData(nameof(Mappings))]
    public void Profile_Column_SuggestsAMappingAndWhatItWouldDo(string[] values, string mapping, string outcome)
    {
        var suggested = Profiles.OfColumn(values).Mappings[0];

        Assert.Equal(mapping, $"{suggested.Mapping.Type?.ToString().ToUpperInvariant()} {suggested.Mapping.Format} {string.Join(',', suggested.Mapping.NullTokens ?? [])}");
        Assert.Equal(outcome, Outcome(suggested.WouldReject, suggested.Examples));
    }

    [Fact]
    public void Profile_AmbiguousDates_SuggestsBothOrders() =>
        Assert.Equal(
            ["dd/MM/yyyy", "MM/dd/yyyy"],
            Profiles.OfColumn(Enumerable.Repeat("01/02/2024", 20)).Mappings.Select(suggested => suggested.Mapping.Format));

    [Fact]
    public void Suggestions_InARecipe_DoInAJobWhatTheyWouldDo()
    {
        var csv = Profiles.Column([.. Repeated(300), "1000", "-5", "", "7"]);
        foreach (var suggested in Profiles.OfSample(csv).Rules)
        {
            var counts = EngineRun.Of(csv, new Recipe { Rules = [suggested.Rule] }).Counts;
            Assert.Equal((suggested.Rule.Id, suggested.WouldReject), (suggested.Rule.Id, counts.Rejected + counts.Duplicate));
        }
    }

    [Fact]
    public void Examples_ManyRejects_AreTheFirstFive()
    {
        var suggested = Profiles.OfColumn([.. Repeated(2000), .. Enumerable.Repeat("-1", 10)]).Rules.Single(rule => rule.Rule.Type == RuleType.Range);

        Assert.Equal("10: 2002=-1 2003=-1 2004=-1 2005=-1 2006=-1", Outcome(suggested.WouldReject, suggested.Examples));
    }

    [Theory]
    [InlineData("AA-9999", @"^\p{Lu}{2}-[0-9]{4}$")]
    [InlineData("A…9.", @"^\p{Lu}{5,}[0-9]\.$")]
    [InlineData("a++(9…", @"^\p{Ll}\+{2}\([0-9]{11,}$")]
    [InlineData("99/…", "^[0-9]{2}/")]
    public void ToRegex_Pattern_MatchesItsValues(string pattern, string regex) => Assert.Equal(regex, PatternSuggestions.ToRegex(pattern));

    private static string Outcome(long rows, IEnumerable<RejectExample> examples) =>
        $"{rows}: {string.Join(' ', examples.Select(example => $"{example.LineNumber}={example.Value}"))}";

    private static string[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    private static string[] Repeated(int count) => [.. Enumerable.Range(0, count).Select(i => (i % 11).ToString(CultureInfo.InvariantCulture))];

    private static string[] Days(int count) => [.. Enumerable.Range(0, count).Select(i => new DateOnly(2024, 3, 1).AddDays(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))];
}
