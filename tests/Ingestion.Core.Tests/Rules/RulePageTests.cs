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

    public static TheoryData<string> Templates() => [.. RuleTemplates.All.Select(template => template.Key)];

    [Theory]
    [MemberData(nameof(Templates))]
    public void LocalRun_ExampleOfThePage_AnswersAsThePageSays(string template)
    {
        var section = Section(template);
        var recipe = RecipeOf(template);
        var table = section.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line[2..^2].Split(" | ")).ToArray();
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
        Assert.Equal(4, table.Length);
    }

    [Fact]
    public void Page_Sections_NameEveryTemplateAndParameter() =>
        Assert.All(RuleTemplates.All, template => Assert.All(
            template.Params.GetProperty("properties").EnumerateObject().Where(property => property.Name != "default"),
            property => Assert.Contains($"`{property.Name}`", string.Join('\n', Section(template.Key)), StringComparison.Ordinal)));

    /// <summary>The recipe of a template's example.</summary>
    internal static Recipe RecipeOf(string template) => JsonSerializer.Deserialize<Recipe>(
        string.Concat(Section(template).SkipWhile(line => line != "```json").Skip(1).TakeWhile(line => line != "```")), ContractsJson.Options)!;

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
