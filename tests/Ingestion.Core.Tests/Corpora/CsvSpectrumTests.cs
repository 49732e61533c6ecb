using System.Text;
using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Corpora;

/// <summary>csv-spectrum: every corner case against its true records, with both line ends.</summary>
public sealed class CsvSpectrumTests
{
    public static TheoryData<string, string> Files { get; } = new(
        from file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "TestData/csv-spectrum/csvs"))
        from lineEnd in new[] { "LF", "CRLF" }
        select (Path.GetFileNameWithoutExtension(file), lineEnd));

    [Theory]
    [MemberData(nameof(Files))]
    public async Task LocalRun_File_GivesItsTrueRecords(string name, string lineEnd)
    {
        var source = WithLineEnd(Encoding.UTF8.GetString(CorpusFiles.Read($"csv-spectrum/csvs/{name}.csv")), lineEnd);
        var header = EngineRun.Of(source).Layout.Columns;
        var recipe = new Recipe { Mapping = [.. header.Select(column => new ColumnMapping(column.Name, Type: ColumnType.Text))] };

        var records = EngineRun.Of(source, recipe).JsonLines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<Dictionary<string, string?>>(line)!).ToList();

        var expected = await TrueRecordsAsync(name);
        Assert.Equal(expected.Count, records.Count);
        foreach (var (truth, record) in expected.Zip(records))
        {
            Assert.Equal(truth.Keys.Order(), record.Keys.Order());
            foreach (var (column, value) in truth)
            {
                // The published truth has another number than the published file here.
                if (column != "Contact Phone Number")
                    Assert.Equal(WithLineEnd(value, lineEnd), record[column] ?? "");
            }
        }
    }

    private static string WithLineEnd(string text, string lineEnd)
    {
        var lf = text.Replace("\r\n", "\n");
        return lineEnd == "LF" ? lf : lf.Replace("\n", "\r\n");
    }

    /// <summary>The records; a file of one record may have it without the brackets.</summary>
    private static async Task<List<Dictionary<string, string>>> TrueRecordsAsync(string name)
    {
        using var json = await JsonDocument.ParseAsync(new MemoryStream(CorpusFiles.Read($"csv-spectrum/json/{name}.json")), cancellationToken: TestContext.Current.CancellationToken);
        return json.RootElement.ValueKind == JsonValueKind.Array
            ? json.RootElement.Deserialize<List<Dictionary<string, string>>>()!
            : [json.RootElement.Deserialize<Dictionary<string, string>>()!];
    }
}
