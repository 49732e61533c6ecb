using System.Text.Json;

namespace Ingestion.Contracts.Tests;

public sealed class RuleSpecJsonTests
{
    [Fact]
    public void RuleSpec_WithoutParams_SurvivesJson()
    {
        var json = JsonSerializer.Serialize(new RuleSpec("r1", RuleType.NotNull, "email"), ContractsJson.Options);
        var read = JsonSerializer.Deserialize<RuleSpec>(json, ContractsJson.Options)!;

        Assert.DoesNotContain("params", json, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Undefined, read.Params.ValueKind);
        Assert.Equal("email", read.Column);
    }

    [Fact]
    public void RuleSpec_OnFail_IsWrittenWhereItIsSaidOnly()
    {
        var set = new RuleSpec("r1", RuleType.NotNull, "email", OnFail: RuleOnFail.SetDefault, Severity: RuleSeverity.Error);

        Assert.DoesNotContain("onFail", JsonSerializer.Serialize(set with { OnFail = null }, ContractsJson.Options), StringComparison.Ordinal);
        Assert.Contains("\"onFail\":\"SET_DEFAULT\"", JsonSerializer.Serialize(set, ContractsJson.Options), StringComparison.Ordinal);
        Assert.Equal(RuleOnFail.SetDefault, JsonSerializer.Deserialize<RuleSpec>(JsonSerializer.Serialize(set, ContractsJson.Options), ContractsJson.Options)!.OnFail);
    }

    [Fact]
    public void RuleSpec_WithParams_KeepsThem()
    {
        var json = """{"id":"r2","type":"RANGE","column":"age","params":{"min":18}}""";
        var read = JsonSerializer.Deserialize<RuleSpec>(json, ContractsJson.Options)!;

        Assert.Contains("""{"min":18}""", JsonSerializer.Serialize(read, ContractsJson.Options), StringComparison.Ordinal);
    }
}
