using Ingestion.Contracts;
using Ingestion.Core.Rules.Expressions;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Rules;

/// <summary>docs/expressions.md says what is so.</summary>
public sealed class ExpressionPageTests
{
    private const string Row =
        """
        id,price,quantity,total,weight,name,note,paid,day,seen,ship date
        7,19.99,3,59.97,0.5,Zoë O'Neill,,true,2024-02-29,2024-02-29T17:30:00,2024-03-02

        """;

    public static TheoryData<string, string> Examples()
    {
        var data = new TheoryData<string, string>();
        foreach (var row in PageTables.Of("expressions.md", "Examples"))
            data.Add(row[0].Trim('`'), row[1]);
        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void LocalRun_ExampleOfThePage_AnswersAsThePageSays(string expression, string result)
    {
        // Open is what neither the expression nor its opposite breaks.
        Assert.Equal(result == "false", IsBroken(expression));
        Assert.Equal(result == "true", IsBroken($"not ({expression})"));
    }

    [Fact]
    public void Page_Functions_AreAllOfThem()
    {
        var named = PageTables.Of("expressions.md", "Functions").SelectMany(row => row[0].Split(", `")).Select(text => text.Trim('`').Split('(')[0]).Distinct();

        Assert.Equal(Functions.Names.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    private static bool IsBroken(string expression)
    {
        var run = EngineRun.Of(Row, new Recipe
        {
            Mapping =
            [
                new("id", null, ColumnType.Integer), new("price", null, ColumnType.Decimal, "18,2"), new("quantity", null, ColumnType.Integer), new("total", null, ColumnType.Decimal, "38,4"),
                new("weight", null, ColumnType.Double), new("name"), new("note"), new("paid", null, ColumnType.Boolean), new("day", null, ColumnType.Date),
                new("seen", null, ColumnType.Timestamp), new("ship date", null, ColumnType.Date),
            ],
            Rules = [new("e", RuleType.Expression, null, System.Text.Json.JsonSerializer.SerializeToElement(new { expression }))],
        });
        return run.Counts.Rejected == 1;
    }
}
