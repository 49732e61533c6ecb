using System.Text;
using CsCheck;
using Ingestion.Contracts;
using Ingestion.Core.References;
using Ingestion.Core.Tests.Corpora;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.References;

/// <summary>REFERENCE finds what is in another artifact's column, and says what is wrong with that artifact.</summary>
public sealed class ReferenceTests
{
    private static readonly ArtifactId Id = ArtifactId.From(new Guid("01920000-0000-7000-8000-000000000001"));

    [Theory]
    [InlineData(ColumnType.Text, "DE", "", "passes")]
    [InlineData(ColumnType.Text, "de", "", "'de' is not among the 3 values of the reference's column 'key'.")]
    [InlineData(ColumnType.Text, "de", ""","ignoreCase":true""", "passes")]
    [InlineData(ColumnType.Text, "SS\u00c4", ""","ignoreCase":true""", "passes")]
    [InlineData(ColumnType.Text, "", "", "passes")]
    [InlineData(ColumnType.Text, "7.50", "", "passes")]
    [InlineData(ColumnType.Text, "7.5", "", "'7.5' is not among the 3 values of the reference's column 'key'.")]
    [InlineData(ColumnType.Decimal, "7.5", "", "passes")]
    [InlineData(ColumnType.Decimal, "+07.500", "", "passes")]
    [InlineData(ColumnType.Double, "7.5", "", "passes")]
    [InlineData(ColumnType.Integer, "7", "", "'7' is not among the 0 values of the reference's column 'key'.")]
    public void LocalRun_Value_IsComparedAsItsType(ColumnType type, string value, string parameters, string expected)
    {
        var run = Run($"v;w\n{value};x\n", "key,other\nDE,1\nssä,2\n7.50,3\nDE,4\n,5\n", type, parameters);

        Assert.Equal(expected, run.RejectedRows() is [var reject] ? Assert.Single(reject.Violations).Message : "passes");
    }

    [Fact]
    public void LocalRun_DatesWrittenInTwoWays_AreEqual()
    {
        var recipe = Recipe(ColumnType.Date, "") with { Mapping = [new("v", null, ColumnType.Date, "dd.MM.yyyy"), new("w")] };

        var run = Run("v;w\n31.01.2024;x\n30.01.2024;y\n", "key,n\n2024-01-31,1\n2024-02-29,2\n", recipe);

        Assert.Equal(["2024-01-31,x"], run.Rows);
    }

    [Fact]
    public void LocalRun_Value_IsLookedUpAsTheFixesLeftIt() =>
        Assert.Equal(["DE,x"], Run("v;w\n de ;x\n", "key,n\nDE,1\n", Recipe(ColumnType.Text, "") with
        {
            Rules = [Recipes.Rule("t", RuleType.Trim, "v"), Recipes.Rule("u", RuleType.Case, "v", """{"to":"UPPER"}"""), .. Recipe(ColumnType.Text, "").Rules],
        }).Rows);

    [Fact]
    public void LocalRun_ReferenceInAnotherForm_IsReadAsItsSourceOptionsSay()
    {
        var latin = Encoding.Latin1.GetBytes("# countries\nkey|n\nÖsterreich|1\nn/a|2\n");
        var options = ""","source":{"encoding":"windows-1252","delimiter":"|","skipRows":1,"headerRows":1,"nullTokens":["n/a"]}""";

        var run = EngineRun.Of("v;w\nÖsterreich;x\nn/a;y\n"u8.ToArray(), Recipe(ColumnType.Text, options), references: References(latin));

        Assert.Equal(["Österreich,x"], run.Rows);
    }

    [Fact]
    public void LocalRun_ReferenceInAWorkbook_IsRead()
    {
        var recipe = Recipe(ColumnType.Text, "") with { Rules = [Rule("Station", "")] };

        var run = EngineRun.Of("v;w\nLondon;x\nAtlantis;y\n"u8.ToArray(), recipe, references: References(CorpusFiles.Read("calamine-xlsx/readings.xlsx")));

        Assert.Equal(["London,x"], run.Rows);
    }

    [Fact]
    public void LocalRun_AnyChunksAndWorkers_FindsWhatASetFinds() =>
        Gen.Select(Gen.Int[0, 60].Array[1, 80], Gen.Int[0, 60].Array[0, 80], Gen.Int[1, 60], Gen.Int[1, 4]).Sample((values, known, chunkBytes, workers) =>
        {
            var source = "v;w\n" + string.Concat(values.Select((value, i) => $"{value};r{i}\n"));
            var reference = "key,n\n" + string.Concat(known.Select(value => $"{value},\"two\nlines\"\n"));

            var run = EngineRun.Of(Encoding.UTF8.GetBytes(source), Recipe(ColumnType.Text, ""","source":{"headerRows":1,"delimiter":",","skipRows":0}"""), new EngineOptions { ChunkBytes = chunkBytes, MaxReferenceValues = 61 }, workers, References(Encoding.UTF8.GetBytes(reference)));

            Assert.Equal(values.Select((value, i) => (value, i)).Where(row => known.Contains(row.value)).Select(row => $"{row.value},r{row.i}"), run.Rows);
        }, iter: 100);

    [Theory]
    [InlineData("", "rules[0].params.artifactId: The reference cannot be read: The file is empty (0 bytes). Upload a file with at least a header line.")]
    [InlineData("name,n\nDE,1\n", "rules[0].params.column: The reference has no column 'key'. It has 'name', 'n'.")]
    [InlineData("key,n\na,1\nb,2\nc,3\nd,4\n", "rules[0].params.column: The reference's column 'key' has more than 3 different values, which is the limit (Engine:MaxReferenceValues).")]
    public void LocalRun_ReferenceThatCannotServe_SaysWhy(string reference, string message)
    {
        var error = Assert.Throws<UnreadableSourceException>(() => EngineRun.Of("v;w\na;x\n"u8.ToArray(), Recipe(ColumnType.Text, ""), new EngineOptions { MaxReferenceValues = 3 }, references: References(Encoding.UTF8.GetBytes(reference))));

        Assert.StartsWith($"The recipe does not fit the file. {message}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LocalRun_ReferenceThatIsNotThere_SaysSo() => Assert.Equal(
        $"The recipe does not fit the file. rules[0].params.artifactId: There is no artifact {Id} in this project. Was it deleted? Upload the reference again and name the new one.",
        Assert.Throws<UnreadableSourceException>(() => EngineRun.Of("v;w\na;x\n"u8.ToArray(), Recipe(ColumnType.Text, ""))).Message);

    [Fact]
    public void Values_AnyKeys_AreThoseOfASet() =>
        Gen.Select(Gen.ULong.Array[0, 300], Gen.Int[0, 63], Gen.Int[1, 200]).Sample((keys, shift, most) =>
        {
            // Keys that share their first bits are rare among hashes, and must be found all the same.
            var all = keys.Select(key => new UInt128(key >> shift, key)).ToArray();
            var expected = all.ToHashSet();

            var values = new ReferenceValues(most);
            var fits = all.All(values.TryAdd);
            var column = fits ? values.Column() : null;

            Assert.Equal(expected.Count <= most, column is not null);
            if (column is null)
                return;
            Assert.Equal(expected.Count, column.Count);
            Assert.All(expected, key => Assert.True(column.Contains(key)));
            Assert.All(expected.Select(key => key + 1).Where(key => !expected.Contains(key)), key => Assert.False(column.Contains(key)));
        }, iter: 500);

    private static EngineRun Run(string source, string reference, ColumnType type, string parameters) => Run(source, reference, Recipe(type, parameters));

    private static EngineRun Run(string source, string reference, Recipe recipe) =>
        EngineRun.Of(Encoding.UTF8.GetBytes(source), recipe, references: References(Encoding.UTF8.GetBytes(reference)));

    private static Dictionary<ArtifactId, byte[]> References(byte[] reference) => new() { [Id] = reference };

    private static RuleSpec Rule(string column, string parameters) =>
        Recipes.Rule("known", RuleType.Reference, "v", $$"""{"artifactId":"{{Id}}","column":"{{column}}"{{parameters}}}""");

    private static Recipe Recipe(ColumnType type, string parameters) => new()
    {
        Source = new() { Delimiter = ";", HeaderRows = 1, Encoding = "utf-8" },
        Mapping = [new("v", null, type, type == ColumnType.Decimal ? "10,2" : null), new("w")],
        Rules = [Rule("key", parameters)],
    };
}
