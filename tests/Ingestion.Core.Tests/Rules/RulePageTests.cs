using System.Text.Json;
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
        var (recipe, table) = Example(template, index);
        // A column more keeps a row whose only value is missing from being an empty line.
        var source = table.Select((row, i) => string.Join('|', row[..^1].Select(Value)) + $"|{(i == 0 ? "line" : i)}\n");

        var run = EngineRun.Of(string.Concat(source), recipe with { Source = recipe.Source with { Delimiter = "|", Quote = "", HeaderRows = 1, Encoding = "utf-8" } });

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

    private static (Recipe Recipe, string[][] Table) Example(string template, int index)
    {
        var example = Section(template).AsEnumerable();
        for (var i = 0; i <= index; i++)
            example = example.SkipWhile(line => line != "```json").Skip(1);
        var lines = example.TakeWhile(line => line != "```json").ToArray();
        var recipe = JsonSerializer.Deserialize<Recipe>(string.Concat(lines.TakeWhile(line => line != "```")), ContractsJson.Options)!;
        return (recipe, [.. lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line[2..^2].Split(" | "))]);
    }

    private static string[] Section(string template) =>
        [.. Lines.SkipWhile(line => line != $"## {template}").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))];

    private static string Value(string cell) => cell == Missing ? "" : cell.Trim('`');

    private static string Values(string json) => string.Join("; ", JsonDocument.Parse(json).RootElement.EnumerateObject()
        .Where(property => property.Name != "line").Select(property => property.Value.ValueKind switch
        {
            JsonValueKind.Null => Missing,
            JsonValueKind.String => property.Value.GetString()!,
            _ => property.Value.GetRawText(),
        }));
}
