using System.Text.Json;
using System.Text.RegularExpressions;
using Ingestion.Contracts;
using Ingestion.Core.Tests.Corpora;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Documents;

/// <summary>docs/formats.md says what is read, and shows it.</summary>
public sealed partial class FormatsPageTests
{
    public static TheoryData<string, string, string, int, string> Examples()
    {
        var examples = new TheoryData<string, string, string, int, string>();
        foreach (Match row in Row().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "formats.md"))))
            examples.Add(row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value, int.Parse(row.Groups[4].Value, System.Globalization.CultureInfo.InvariantCulture), row.Groups[5].Value.Trim('`'));
        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_OfThePage_IsReadAsItSays(string what, string source, string options, int rows, string first)
    {
        var recipe = new Recipe { Source = JsonSerializer.Deserialize<SourceOptions>(options, ContractsJson.Options)! };
        var run = source.StartsWith('`')
            ? EngineRun.Of(source.Trim('`').Replace("\\n", "\n", StringComparison.Ordinal), recipe)
            : EngineRun.Of(CorpusFiles.Read(source), recipe);

        Assert.True((rows, first) == (run.Counts.Clean, rows == 0 ? "" : run.Rows[0]), $"{what}: {run.Counts.Clean} rows, the first is {run.Rows.FirstOrDefault()}");
    }

    [Fact]
    public void Page_HasExamplesOfEveryFormat() => Assert.True(Examples().Count > 25);

    [GeneratedRegex(@"^\| ([^|]+) \| (`[^|]+`|\S+) \| `(\{[^|]*\})` \| (\d+) \| (`[^|]*`)? ?\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
