using CsCheck;

namespace Ingestion.Core.Tests.Runs;

public sealed class RowConservationTests
{
    // Small bounds, so that long records and several chunks occur in small sources.
    private static readonly EngineOptions Small = new() { ChunkBytes = 64, MaxRecordBytes = 100, SampleBytes = 512 };

    [Fact]
    public void LocalRun_AnyBytesAndRecipe_BalancesOrSaysWhyNot() =>
        Gen.Select(CsvBytes.Any, Gen.OneOf(Recipes.Any, Recipes.Any, Recipes.Fixing), Gen.Int[1, 3]).Sample(
            (bytes, recipe, workers) =>
            {
                EngineRun run;
                try
                {
                    run = EngineRun.Of(bytes, recipe, Small, workers);
                }
                catch (UnreadableSourceException refusal)
                {
                    Assert.EndsWith(".", refusal.Message.Replace('?', '.'));
                    return;
                }
                Assert.True(run.Counts.Balances);
                Assert.Equal(run.Counts.Read - run.Counts.Clean, run.RejectedRows().Count);
                Assert.All(run.RejectedRows(), row => Assert.NotEmpty(row.Violations));
            },
            iter: 600,
            print: t => $"{Print.Of(t.Item1)}\n{System.Text.Json.JsonSerializer.Serialize(t.Item2, Ingestion.Contracts.ContractsJson.Options)}\nworkers {t.Item3}");
}
