using Ingestion.Contracts;
using Ingestion.Core.Plans;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Rules;

public sealed class ExpressionTests
{
    private static readonly SourceColumn[] Source =
    [
        new("id", ColumnType.Integer, null, ""), new("name", ColumnType.Text, null, ""), new("born", ColumnType.Date, null, ""), new("and", ColumnType.Text, null, ""),
        new("seen", ColumnType.Timestamp, null, ""), new("at", ColumnType.Timestamp, "ISO8601Z", ""), new("paid", ColumnType.Boolean, null, ""),
    ];

    [Theory]
    [InlineData("id", "At character 1: A condition is needed here, such as price > 0, and not a number.")]
    [InlineData("idd > 1", "At character 1: There is no column 'idd'. The source has 'id', 'name', 'born', 'and', 'seen', 'at', 'paid'. Nearest: 'id' (0.67); name the one that is meant, or have source.renames call it 'idd'.")]
    [InlineData("id >", "At character 5: A column, a value or ( is missing before the end.")]
    [InlineData("id > 1 id", "At character 8: 'id' is too much: an operator such as = or and is missing before it.")]
    [InlineData("(id > 1", "At character 8: ) is missing before the end.")]
    [InlineData("id = name", "At character 4: a number and a text do not go together. Map one of the columns to the other's type.")]
    [InlineData("id = '1'", "At character 4: a number and a text do not go together. Map one of the columns to the other's type.")]
    [InlineData("seen = at", "At character 6: a timestamp without a time zone and a timestamp with a time zone do not go together.")]
    [InlineData("born > '31.01.2024'", "At character 6: '31.01.2024' is not a date such as '2024-01-31'.")]
    [InlineData("name + 'x' = 'y'", "At character 6: + is for numbers, and not for a text.")]
    [InlineData("paid < true", "At character 6: TRUE and FALSE have no order; compare them with = or !=.")]
    [InlineData("today() = born", "At character 1: There is no function 'today'. There are abs, ceil, coalesce, contains, day, ends, floor, if, left, length, lower, month, replace, right, round, starts, trim, upper, year.")]
    [InlineData("left(name) = 'x'", "At character 1: left takes 2 arguments, and not 1.")]
    [InlineData("lower(id) = 'x'", "At character 1: lower is for texts, and not for a number.")]
    [InlineData("and = 'x'", "At character 1: A column or a value is missing before 'and'. A column of that name stands in [brackets].")]
    [InlineData("name like id", "At character 11: After like stands a pattern in 'quotes', and not 'id'.")]
    [InlineData("name = 'x", "At character 8: The text is not closed: a ' is missing.")]
    [InlineData("[name = 'x'", "At character 1: The column's name is not closed: a ] is missing.")]
    [InlineData("id = 1; drop", "At character 7: ';' means nothing here. Texts stand in 'quotes', names with other characters in [brackets].")]
    [InlineData("id = 1.", "At character 6: '1.' is not a number such as 12 or 12.50.")]
    [InlineData("id = 1.2.3", "At character 6: '1.2.3' is not a number such as 12 or 12.50.")]
    public void Compile_BadExpression_SaysWhereAndWhatIsWrong(string expression, string message) =>
        Assert.Equal([new RecipeProblem("rules[0].params.expression", message)], Problems(expression));

    [Theory]
    [InlineData("[and] = 'x'")]
    [InlineData("NOT name IS NULL AND id NOT BETWEEN 1 AND 2")]
    [InlineData("id = 1 -- 1")]
    [InlineData("null = null")]
    [InlineData("coalesce(null, id) > 1")]
    [InlineData("if(paid, born, seen) > born")]
    public void Compile_GoodExpression_IsTaken(string expression) => Assert.Empty(Problems(expression));

    [Fact]
    public void Compile_ExpressionWithoutMeasure_IsRefused()
    {
        Assert.Contains("nested more than 64 deep", Assert.Single(Problems(new string('(', 1000) + "id" + new string(')', 1000))).Message, StringComparison.Ordinal);
        Assert.Contains("at most 4000 are read", Assert.Single(Problems(string.Join(" or ", Enumerable.Repeat("id = 1", 1000)))).Message, StringComparison.Ordinal);
        Assert.Contains("nested more than 64 deep", Assert.Single(Problems(string.Concat(Enumerable.Repeat("not (", 500)) + "paid" + new string(')', 500))).Message, StringComparison.Ordinal);
        Assert.Empty(Problems(string.Join(" or ", Enumerable.Repeat("id = 1", 380))));
    }

    [Fact]
    public void LocalRun_RowThatBreaksAnExpression_IsRejectedWithItsValues()
    {
        var run = EngineRun.Of("price,quantity,total\n2.50,2,5.00\n2.50,2,6.00\n2.50,,7.00\n", Recipes.Of(Recipes.Rule("sum", RuleType.Expression, null, """{"expression":"total = price * quantity"}""")));

        Assert.Equal([new Violation("sum", null, "The row does not fulfil total = price * quantity (total 6.00, price 2.50, quantity 2).")], Assert.Single(run.RejectedRows()).Violations);
        Assert.Equal(2, run.Counts.Clean);
    }

    [Fact]
    public void LocalRun_ExpressionOverLongNumbers_StaysExactOrHasNoValue()
    {
        const string Nines = "99999999999999999999999999999999999999";
        var run = EngineRun.Of($"a,b\n{Nines},1\n{Nines},2\n", new Recipe
        {
            Mapping = [new("a", null, ColumnType.Decimal, "38,0"), new("b", null, ColumnType.Integer)],
            Rules =
            [
                Recipes.Rule("exact", RuleType.Expression, null, """{"expression":"a * a - b > a * a - 2"}"""),
                Recipes.Rule("open", RuleType.Expression, null, """{"expression":"a * a * a * a = 0"}"""),
            ],
        });

        Assert.Equal([$"{Nines},1"], run.Rows);
        Assert.Equal([new ViolationCount("exact", null, 1)], run.Manifest.Violations);
    }

    [Fact]
    public void LocalRun_LongestExpressions_AreComputed()
    {
        var sum = string.Concat(Enumerable.Repeat("1+", 1990)) + "a > 1990";
        var list = $"a in ({string.Join(",", Enumerable.Range(0, 900))})";

        var run = EngineRun.Of("a,b\n1,x\n", Recipes.Of(
            Rule("sum", sum), Rule("list", list), Rule("products", string.Join("*", Enumerable.Repeat("0.00000000000000000000000000000000000001", 90)) + ">0")));

        Assert.Equal(["1,x"], run.Rows);

        static RuleSpec Rule(string id, string expression) => new(id, RuleType.Expression, null, System.Text.Json.JsonSerializer.SerializeToElement(new { expression }));
    }

    private static IReadOnlyList<RecipeProblem> Problems(string expression) =>
        Plan.Compile(Recipes.Of(new RuleSpec("e", RuleType.Expression, null, System.Text.Json.JsonSerializer.SerializeToElement(new { expression }))), Source).Problems;
}
