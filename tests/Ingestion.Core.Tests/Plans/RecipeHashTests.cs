using System.IO.Hashing;
using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Plans;
using Ingestion.Core.Tests.Rules;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Plans;

public sealed class RecipeHashTests
{
    public static TheoryData<string, int> Examples() => RulePageTests.Examples();

    [Fact]
    public void Of_NothingButDefaults_IsThatOfAnEmptyObject()
    {
        var empty = Convert.ToHexStringLower(XxHash128.Hash("{}"u8));

        Assert.Equal(empty, RecipeHash.Of(new Recipe()));
        Assert.Equal(empty, RecipeHash.Of(Read("""{"version": 1, "profile": true, "errorBudget": {"afterRows": 1000}, "source": {"delimiter": null, "nullTokens": []}}""")));
    }

    [Fact]
    public void Of_ARecipe_IsThatOfWhatItSays()
    {
        const string Short = """{"mapping":[{"from":"a"}],"rules":[{"id":"r","type":"RANGE","column":"a","params":{"min":1.50}}]}""";
        const string Long = """{"rules":[{"id":"r","type":"RANGE","column":"a","params":{"min":1.50},"severity":"ERROR","name":null}],"mapping":[{"from":"a","to":null,"nullTokens":null}],"output":{"format":"PARQUET"}}""";

        Assert.Equal(Convert.ToHexStringLower(XxHash128.Hash(System.Text.Encoding.UTF8.GetBytes(Short))), RecipeHash.Of(Read(Short)));
        Assert.Equal(RecipeHash.Of(Read(Short)), RecipeHash.Of(Read(Long)));
        Assert.NotEqual(RecipeHash.Of(Read(Short)), RecipeHash.Of(Read(Short.Replace("1.50", "1.5", StringComparison.Ordinal))));
        Assert.NotEqual(RecipeHash.Of(new Recipe()), RecipeHash.Of(new Recipe { Profile = false }));
        Assert.NotEqual(RecipeHash.Of(new Recipe()), RecipeHash.Of(new Recipe { Source = new() { Quote = "" } }));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Json_OfEveryTemplate_IsReadBackAsTheSameRecipe(string template, int index)
    {
        var recipe = RulePageTests.RecipeOf(template, index);
        var json = JsonSerializer.Serialize(recipe, ContractsJson.Options);

        Assert.Equal(json, JsonSerializer.Serialize(Read(json), ContractsJson.Options));
        Assert.Equal(RecipeHash.Of(recipe), RecipeHash.Of(Read(json)));
    }

    [Fact]
    public void Json_AnyRecipe_KeepsItsHash() => CsCheck.Check.Sample(Recipes.Any, recipe =>
        Assert.Equal(RecipeHash.Of(recipe), RecipeHash.Of(Read(JsonSerializer.Serialize(recipe, ContractsJson.Options)))));

    private static Recipe Read(string json) => JsonSerializer.Deserialize<Recipe>(json, ContractsJson.Options)!;
}
