using CsCheck;
using Ingestion.Contracts;

namespace Ingestion.Core.Tests.Runs;

/// <summary>What comes out does not depend on how a source is cut and on how many work on it.</summary>
public sealed class ChunkInvarianceTests
{
    private const int Iterations = 250;

    [Fact]
    public void LocalRun_WellFormedSource_GivesTheSameWhateverTheChunksAndWorkers() => AssertInvariant(CsvBytes.WellFormed, Recipes.Deduping);

    [Fact]
    public void LocalRun_DamagedSource_GivesTheSameWhateverTheChunksAndWorkers() => AssertInvariant(CsvBytes.Damaged, Recipes.Deduping);

    [Fact]
    public void LocalRun_Garbage_GivesTheSameWhateverTheChunksAndWorkers() => AssertInvariant(CsvBytes.Garbage, Recipes.Deduping);

    [Fact]
    public void LocalRun_AnySourceAndRecipe_GivesTheSameWhateverTheChunksAndWorkers() => AssertInvariant(CsvBytes.Any, Recipes.Any);

    [Fact]
    public void LocalRun_AnySourceWithFixes_GivesTheSameWhateverTheChunksAndWorkers() => AssertInvariant(CsvBytes.Any, Recipes.Fixing);

    private static void AssertInvariant(Gen<byte[]> sources, Gen<Recipe> recipes) =>
        Gen.Select(sources, recipes, Gen.OneOf(Gen.Int[1, 200], Gen.Int[200, 2000]), Gen.Int[1, 8], Gen.OneOf(5, 20, 65, 150, 1 << 24)).Sample(
            (bytes, recipe, chunkBytes, workers, maxRecordBytes) =>
            {
                var whole = Account(bytes, recipe, new EngineOptions { ChunkBytes = 64 << 20, MaxRecordBytes = maxRecordBytes }, 1);
                var cut = Account(bytes, recipe, new EngineOptions { ChunkBytes = chunkBytes, MaxRecordBytes = maxRecordBytes }, workers);
                Assert.Equal(whole, cut);
            },
            iter: Iterations,
            print: t => $"{Print.Of(t.Item1)}\n{System.Text.Json.JsonSerializer.Serialize(t.Item2, ContractsJson.Options)}\nchunk {t.Item3}, workers {t.Item4}, record {t.Item5}");

    private static string Account(byte[] bytes, Recipe recipe, EngineOptions options, int workers)
    {
        try
        {
            return EngineRun.Of(bytes, recipe, options, workers).Account;
        }
        catch (UnreadableSourceException refusal)
        {
            return refusal.Message;
        }
    }
}
