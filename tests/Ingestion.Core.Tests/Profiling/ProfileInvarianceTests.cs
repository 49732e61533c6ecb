using System.Text;
using CsCheck;
using Ingestion.Contracts;
using Ingestion.Core.Profiling;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Profiling;

/// <summary>What of a profile does not depend on how a source is cut and on how many work on it.</summary>
public sealed class ProfileInvarianceTests
{
    [Fact]
    public void LocalRun_AnySource_GivesTheSameProfileWhateverTheChunksAndWorkers() =>
        Gen.Select(CsvBytes.Any, Recipes.Any, Gen.Int[1, 400], Gen.Int[1, 4]).Sample(
            (bytes, recipe, chunkBytes, workers) =>
                Assert.Equal(Profile(bytes, recipe, new() { ChunkBytes = 64 << 20 }, 1), Profile(bytes, recipe, new() { ChunkBytes = chunkBytes }, workers)),
            iter: 250,
            print: t => $"{Print.Of(t.Item1)}\n{System.Text.Json.JsonSerializer.Serialize(t.Item2, ContractsJson.Options)}\nchunk {t.Item3}, workers {t.Item4}");

    [Theory]
    [InlineData(9_000)]
    [InlineData(50_000)]
    [InlineData(160_000)]
    public void LocalRun_MoreValuesThanAreCounted_KeepsAllThatIsExact(int chunkBytes)
    {
        var csv = ManyValues(20_000);
        var whole = Read(Profiles.OfJob(csv, new Recipe(), new() { ChunkBytes = 64 << 20 }));
        var cut = Read(Profiles.OfJob(csv, new Recipe(), new() { ChunkBytes = chunkBytes }, workers: 3));

        Assert.Equal(whole.Columns.Select(Exact), cut.Columns.Select(Exact));
    }

    [Fact]
    public void LocalRun_SameChunksAndMoreWorkers_GivesTheSameProfile()
    {
        var csv = ManyValues(20_000);

        Assert.Equal(Profiles.OfJob(csv, new Recipe(), new() { ChunkBytes = 40_000 }), Profiles.OfJob(csv, new Recipe(), new() { ChunkBytes = 40_000 }, workers: 4));
    }

    [Fact]
    public void Merge_ManyValues_IsAssociativeInAllThatIsExact()
    {
        var summaries = Enumerable.Range(0, 3).Select(part => Enumerable.Range(0, 3).Select(_ => Summary(part)).ToArray()).ToArray();
        var left = summaries[0][0];
        left.Merge(summaries[1][0]);
        left.Merge(summaries[2][0]);
        var right = summaries[1][1];
        right.Merge(summaries[2][1]);
        var first = summaries[0][1];
        first.Merge(right);

        Assert.Equal(Exact(Ingestion.Core.Profiling.Conclusions.ColumnConclusion.Of(left, left.Count)), Exact(Ingestion.Core.Profiling.Conclusions.ColumnConclusion.Of(first, first.Count)));
    }

    /// <summary>All that sketches have no part in, or such as do not depend on the order.</summary>
    private static string Exact(ColumnProfile column) => System.Text.Json.JsonSerializer.Serialize(
        column with { Quantiles = [], Histogram = [], TopValues = [], TopValuesErrorRows = 0, Patterns = [], PatternsAreSampled = false, Alerts = [], MixedCase = 0, TypeEvidence = "" }, ContractsJson.Options);

    private static ColumnSummary Summary(int part)
    {
        var column = new ProfiledColumn("c", 0, new("c", ColumnType.Integer), 0);
        var summary = new ColumnSummary(column, ProfileBounds.Of(1)) { Count = 2500 };
        summary.Spill();
        summary.AddNumbers([.. Enumerable.Range(part * 1000, 2500).Select(i => (long)i * i)]);
        summary.Values.Skip(2500);
        return summary;
    }

    private static byte[] ManyValues(int rows)
    {
        var csv = new StringBuilder("id,name,amount,weight,day,state\n");
        for (var row = 0; row < rows; row++)
        {
            var mixed = row * 7919L % rows;
            csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"{row},näme {mixed},{mixed}.5,{mixed / 7.0},2024-01-{1 + (row % 28):00},{(row % 3 == 0 ? "NEW" : "")}\n");
        }
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private static DatasetProfile Read(string json) => System.Text.Json.JsonSerializer.Deserialize<DatasetProfile>(json, ContractsJson.Options)!;

    private static string Profile(byte[] bytes, Recipe recipe, EngineOptions options, int workers)
    {
        try
        {
            return Profiles.OfJob(bytes, recipe, options, workers);
        }
        catch (UnreadableSourceException refusal)
        {
            return refusal.Message;
        }
    }
}
