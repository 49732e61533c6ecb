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
    public void RuleSpec_WithParams_KeepsThem()
    {
        var json = """{"id":"r2","type":"RANGE","column":"age","params":{"min":18}}""";
        var read = JsonSerializer.Deserialize<RuleSpec>(json, ContractsJson.Options)!;

        Assert.Contains("""{"min":18}""", JsonSerializer.Serialize(read, ContractsJson.Options), StringComparison.Ordinal);
    }
}
