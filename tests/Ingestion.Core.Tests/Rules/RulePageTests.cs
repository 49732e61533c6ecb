using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ingestion.Contracts;
using Ingestion.Core.Results;
using Ingestion.Core.Rules;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Rules;

/// <summary>docs/rules.md says what is so, and of every template.</summary>
public sealed class RulePageTests
{
    private const string Missing = "(missing)";
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "docs", "rules.md"));

    /// <summary>Every template has one example or several.</summary>
    public static TheoryData<string, int> Examples() =>
        [.. RuleTemplates.All.SelectMany(template => Enumerable.Range(0, Math.Max(1, Section(template.Key).Count(line => line == "```json"))), (template, index) => (template.Key, index))];

    [Theory]
    [MemberData(nameof(Examples))]
    public void LocalRun_ExampleOfThePage_AnswersAsThePageSays(string template, int index)
    {
        var (recipe, references, table) = Example(template, index);

        var run = EngineRun.Of(Source(table), recipe, references: references);

        var clean = new Queue<string>(run.JsonLines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Values));
        var rejects = new Queue<RejectedRow>(run.RejectedRows());
        var isFix = table[0][^1] == "Becomes";
        for (var row = 1; row < table.Length; row++)
        {
            var isRejected = rejects.Count > 0 && rejects.Peek().LineNumber == row + 1;
            var outcome = isRejected ? string.Join(' ', rejects.Dequeue().Violations.Select(violation => violation.Message)) : clean.Dequeue();
            Assert.Equal(table[row][^1], isRejected || isFix ? outcome : "passes");
        }
        Assert.InRange(table.Length, 4, 6);
    }

    [Fact]
    public void Page_Sections_NameEveryTemplateAndParameter() =>
        Assert.All(RuleTemplates.All, template => Assert.All(
            template.Params.GetProperty("properties").EnumerateObject().Where(property => property.Name != "default"),
            property => Assert.Contains($"`{property.Name}`", string.Join('\n', Section(template.Key)), StringComparison.Ordinal)));

    /// <summary>Every example, with each severity and each onFail that its rule takes, is the same in the preview and in the job.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public void Preview_ExampleOfThePage_IsWhatTheJobDoes(string template, int index)
    {
        var (recipe, references, table) = Example(template, index);
        foreach (var variant in Variants(recipe))
        {
            var preview = EngineRun.Preview(Source(table), variant, references);
            if (preview.Rows.Any(row => row.Verdict != RowVerdict.Kept) && variant.Rules[^1].Severity == RuleSeverity.Fatal)
            {
                var fatal = Assert.Throws<FatalViolationException>(() => EngineRun.Of(Source(table), variant, references: references));
                Assert.Contains(preview.Rows.First(row => row.Verdict != RowVerdict.Kept).Violations[^1].Message, fatal.Message, StringComparison.Ordinal);
                continue;
            }
            var run = EngineRun.Of(Source(table), variant, references: references);

            Assert.Equal(run.Counts, preview.Counts);
            Assert.Equal(run.JsonLines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Values), preview.Rows.Where(row => row.Verdict == RowVerdict.Kept)
                .Select(row => Values(preview.Columns.Zip(row.Values).Select(cell => (cell.First.Name, cell.Second)))));
            Assert.Equal(run.RejectedRows().Select(row => (row.LineNumber, row.Verdict, row.Violations[^1])), preview.Rows.Where(row => row.Verdict != RowVerdict.Kept)
                .Select(row => (row.LineNumber, row.Verdict, row.Violations[^1])));
            Assert.Equal(run.Manifest.Violations.Sum(count => count.Rows), preview.Rows.Sum(row => row.Violations.Count));
        }
    }

    private static IEnumerable<Recipe> Variants(Recipe recipe)
    {
        yield return recipe;
        var rule = recipe.Rules[^1];
        if (RuleTemplates.KindOf(rule.Type) == RuleKind.Fix || rule.OnFail is not null)
            yield break;
        var compares = rule.Type is not (RuleType.Dedupe or RuleType.Unique);
        yield return With(rule with { Severity = RuleSeverity.Warning });
        yield return With(rule with { Severity = RuleSeverity.Fatal });
        yield return With(rule with { OnFail = RuleOnFail.Keep });
        if (rule.Type != RuleType.Unique)
            yield return With(rule with { OnFail = RuleOnFail.Reject });
        if (compares && rule.Column is not null)
        {
            yield return With(rule with { OnFail = RuleOnFail.SetNull });
            var parameters = rule.Params.ValueKind == JsonValueKind.Object ? JsonObject.Create(rule.Params)! : [];
            parameters["default"] = recipe.Mapping.Any(column => column.From == rule.Column && column.Type == ColumnType.Date) ? "2024-01-01" : "1";
            yield return With(rule with { OnFail = RuleOnFail.SetDefault, Params = JsonSerializer.SerializeToElement(parameters) });
        }

        Recipe With(RuleSpec changed) => recipe with { Rules = [.. recipe.Rules.SkipLast(1), changed] };
    }

    /// <summary>An example's recipe, the reference that it names, if any, and the rows with what becomes of each.</summary>
    private static (Recipe Recipe, Dictionary<ArtifactId, byte[]> References, string[][] Table) Example(string template, int index)
    {
        var lines = ExampleLines(template, index);
        var recipe = RecipeOf(template, index);
        var reference = string.Concat(lines.SkipWhile(line => line != "```csv").Skip(1).TakeWhile(line => line != "```").Select(line => line + "\n"));
        var references = recipe.Rules.Where(rule => rule.Type == RuleType.Reference)
            .ToDictionary(rule => ArtifactId.From(rule.Params.GetProperty("artifactId").GetGuid()), _ => Encoding.UTF8.GetBytes(reference));
        return (recipe with { Source = recipe.Source with { Delimiter = "|", Quote = "", HeaderRows = 1, Encoding = "utf-8" } }, references,
            [.. lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line[2..^2].Split(" | "))]);
    }

    // A column more keeps a row whose only value is missing from being an empty line.
    private static byte[] Source(string[][] table) => Encoding.UTF8.GetBytes(string.Concat(
        table.Select((row, i) => string.Join('|', row[..^1].Select(Value)) + $"|{(i == 0 ? "line" : i)}\n")));

    /// <summary>The recipe of one of a template's examples.</summary>
    internal static Recipe RecipeOf(string template, int index) =>
        JsonSerializer.Deserialize<Recipe>(string.Concat(ExampleLines(template, index).TakeWhile(line => line != "```")), ContractsJson.Options)!;

    private static string[] ExampleLines(string template, int index)
    {
        var example = Section(template).AsEnumerable();
        for (var i = 0; i <= index; i++)
            example = example.SkipWhile(line => line != "```json").Skip(1);
        return [.. example.TakeWhile(line => line != "```json")];
    }

    private static string[] Section(string template) =>
        [.. Lines.SkipWhile(line => line != $"## {template}").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))];

    private static string Value(string cell) => cell == Missing ? "" : cell.Trim('`');

    private static string Values(string json) => Values(JsonDocument.Parse(json).RootElement.EnumerateObject().Select(property => (property.Name, property.Value)));

    private static string Values(IEnumerable<(string Name, JsonElement Value)> row) => string.Join("; ", row
        .Where(cell => cell.Name != "line").Select(cell => cell.Value.ValueKind switch
        {
            JsonValueKind.Null => Missing,
            JsonValueKind.String => cell.Value.GetString()!,
            _ => cell.Value.GetRawText(),
        }));
}
