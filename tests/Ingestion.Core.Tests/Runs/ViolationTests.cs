using Ingestion.Contracts;

namespace Ingestion.Core.Tests.Runs;

/// <summary>How a broken rule reads, and what it does to its row.</summary>
public sealed class ViolationTests
{
    [Theory]
    [InlineData(ColumnType.Integer, null, "12x", "'12x' is not an INTEGER of 64 bits.")]
    [InlineData(ColumnType.Integer, null, "9223372036854775808", "'9223372036854775808' is not an INTEGER of 64 bits.")]
    [InlineData(ColumnType.Decimal, "10,2", "1,5,0", "'1,5,0' is not a DECIMAL with at most 10 digits, 2 of them decimals.")]
    [InlineData(ColumnType.Double, null, "1e999", "'1e999' is not a DOUBLE.")]
    [InlineData(ColumnType.Boolean, null, "maybe", "'maybe' is not a BOOLEAN (true/false, yes/no, t/f, y/n, 1/0).")]
    [InlineData(ColumnType.Date, null, "2023-02-29", "'2023-02-29' is not a DATE written yyyy-MM-dd.")]
    [InlineData(ColumnType.Date, "dd.MM.yyyy", "2023-02-28", "'2023-02-28' is not a DATE written dd.MM.yyyy.")]
    [InlineData(ColumnType.Timestamp, null, "yesterday", "'yesterday' is not a TIMESTAMP written yyyy-MM-ddTHH:mm:ss without a time zone.")]
    [InlineData(ColumnType.Timestamp, "ISO8601Z", "2023-02-28T10:00:00", "'2023-02-28T10:00:00' is not a TIMESTAMP written yyyy-MM-ddTHH:mm:ss with a time zone.")]
    public void LocalRun_ValueOfAnotherType_IsRejectedInWords(ColumnType type, string? format, string value, string message) =>
        AssertRejected(new ColumnMapping("v", null, type, format), null, value, new Violation("TYPE", "v", message));

    [Theory]
    [InlineData(ColumnType.Integer, null, """{"min":1,"max":10}""", "0", "'0' is below the minimum 1.")]
    [InlineData(ColumnType.Integer, null, """{"min":1,"max":10}""", "11", "'11' is above the maximum 10.")]
    [InlineData(ColumnType.Integer, null, """{"max":9.5}""", "10", "'10' is above the maximum 9.5.")]
    [InlineData(ColumnType.Integer, null, """{"min":1e30}""", "9223372036854775807", "'9223372036854775807' is below the minimum 1e30.")]
    [InlineData(ColumnType.Integer, null, """{"max":-1e30}""", "-9223372036854775808", "'-9223372036854775808' is above the maximum -1e30.")]
    [InlineData(ColumnType.Decimal, "18,2", """{"min":"0.001"}""", "0.00", "'0.00' is below the minimum 0.001.")]
    [InlineData(ColumnType.Decimal, "38,20", """{"max":"99999999999999999.99999999999999999998"}""", "99999999999999999.99999999999999999999", "'99999999999999999.99999999999999999999' is above the maximum 99999999999999999.99999999999999999998.")]
    [InlineData(ColumnType.Double, null, """{"min":0}""", "-0.1", "'-0.1' is below the minimum 0.")]
    [InlineData(ColumnType.Double, null, """{"min":0}""", "NaN", "'NaN' is not a number and lies in no range.")]
    [InlineData(ColumnType.Date, "dd.MM.yyyy", """{"max":"2024-01-31"}""", "01.02.2024", "'01.02.2024' is above the maximum 2024-01-31.")]
    [InlineData(ColumnType.Timestamp, "ISO8601Z", """{"min":"2024-01-01T00:00:00Z"}""", "2024-01-01T00:30:00+01:00", "'2024-01-01T00:30:00+01:00' is below the minimum 2024-01-01T00:00:00Z.")]
    public void LocalRun_ValueOutOfRange_IsRejectedInWords(ColumnType type, string? format, string parameters, string value, string message) =>
        AssertRejected(new ColumnMapping("v", null, type, format), Recipes.Rule("range", RuleType.Range, "v", parameters), value, new Violation("range", "v", message));

    [Fact]
    public void LocalRun_DecimalBoundsBeyondTheColumn_LetEveryValuePass() =>
        Assert.Equal(2, EngineRun.Of("v,x\n1.5,a\n99999999.00,b\n", new Recipe
        {
            Mapping = [new("v", null, ColumnType.Decimal, "38,20"), new("x")],
            Rules = [Recipes.Rule("range", RuleType.Range, "v", """{"min":-1e28,"max":1e28}""")],
        }).Counts.Clean);

    [Fact]
    public void LocalRun_TextThatDoesNotMatch_IsRejectedInWords() =>
        AssertRejected(new ColumnMapping("v"), Recipes.Rule("mail", RuleType.Regex, "v", """{"pattern":"^[^@]+@[^@]+$"}"""), "Zoë at home", new Violation("mail", "v", "'Zoë at home' does not match ^[^@]+@[^@]+$."));

    [Fact]
    public void LocalRun_MissingValue_IsRejectedInWords() =>
        AssertRejected(new ColumnMapping("v"), Recipes.Rule("there", RuleType.NotNull, "v"), "", new Violation("there", "v", "The value is missing."));

    [Fact]
    public void LocalRun_RowThatBreaksSeveralRules_NamesThemAll()
    {
        var run = EngineRun.Of("a,b,c\nx,,-1\n1,2,3\n", new Recipe
        {
            Mapping = [new("a", null, ColumnType.Integer), new("b"), new("c", null, ColumnType.Integer)],
            Rules =
            [
                Recipes.Rule("digit", RuleType.Regex, "a", """{"pattern":"^[0-9]$"}"""), Recipes.Rule("there", RuleType.NotNull, "b"),
                Recipes.Rule("positive", RuleType.Range, "c", """{"min":0}""", RuleSeverity.Warning),
            ],
        });

        Assert.Equal(["TYPE", "digit", "there", "positive"], Assert.Single(run.RejectedRows()).Violations.Select(violation => violation.RuleId));
        Assert.Equal(new RowCounts(2, 1, 1, 0, 0), run.Counts);
    }

    [Fact]
    public void LocalRun_Warning_KeepsTheRowAndCountsIt()
    {
        var run = EngineRun.Of("v,x\n-1,a\n1,b\n", Recipes.Of(Recipes.Rule("positive", RuleType.Range, "v", """{"min":0}""", RuleSeverity.Warning)));

        Assert.Equal(["-1,a", "1,b"], run.Rows);
        Assert.Equal([("positive", "v", 1L)], run.Manifest.Violations.Select(count => (count.RuleId, count.Column, count.Rows)));
        Assert.Empty(run.RejectedRows());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("v")]
    public void LocalRun_TypeAsWarning_KeepsTheRowWithoutTheValue(string? column)
    {
        var run = EngineRun.Of("v,x\nabc,a\n1,b\n", Recipes.Of(Recipes.Rule("soft", RuleType.Type, column, null, RuleSeverity.Warning)) with
        {
            Mapping = [new("v", null, ColumnType.Integer), new("x")],
        });

        Assert.Equal([",a", "1,b"], run.Rows);
        Assert.Equal([("soft", "v", 1L)], run.Manifest.Violations.Select(count => (count.RuleId, count.Column, count.Rows)));
    }

    [Fact]
    public void LocalRun_NullTokens_HoldEverywhereOrInTheirColumn()
    {
        var run = EngineRun.Of("a,b\nn/a,n/a\n-,-\nN/A,1\n", new Recipe
        {
            Source = new() { NullTokens = ["n/a"], HeaderRows = 1 },
            Mapping = [new("a", null, ColumnType.Text, null, ["-"]), new("b")],
        });

        Assert.Equal([",", ",-", "N/A,1"], run.Rows);
    }

    [Fact]
    public void LocalRun_RuleOnAColumnThatIsNotInTheResult_IsChecked()
    {
        var run = EngineRun.Of("a,b\n1,\n2,x\n", new Recipe { Mapping = [new("a", "n")], Rules = [Recipes.Rule("there", RuleType.NotNull, "b")] });

        Assert.Equal("n\n2\n", run.Csv);
        Assert.Equal([new Violation("there", "b", "The value is missing.")], Assert.Single(run.RejectedRows()).Violations);
    }

    [Theory]
    [InlineData(RaggedRows.Reject, 1, 2)]
    [InlineData(RaggedRows.Pad, 2, 1)]
    public void LocalRun_RaggedRows_AreUnreadableOrPadded(RaggedRows ragged, int clean, int unreadable)
    {
        var run = EngineRun.Of("a,b,c\n1,2,3\n4,5\n6,7,8,9\n", new Recipe { Source = new() { RaggedRows = ragged } });

        Assert.Equal(new RowCounts(3, clean, 0, 0, unreadable), run.Counts);
        Assert.Equal("The row has 4 fields; the header has 3.", run.RejectedRows()[^1].Violations[0].Message);
        Assert.Equal(ragged == RaggedRows.Pad ? "4,5," : "1,2,3", run.Rows[^1]);
    }

    [Fact]
    public void LocalRun_LongValueInAViolation_IsCutBetweenCharacters() =>
        AssertRejected(new ColumnMapping("v", null, ColumnType.Integer), null, "x" + new string('é', 100), new Violation("TYPE", "v", $"'x{new string('é', 59)}…' is not an INTEGER of 64 bits."));

    private static void AssertRejected(ColumnMapping mapping, RuleSpec? rule, string value, Violation violation)
    {
        var recipe = new Recipe { Source = new() { Delimiter = ";", HeaderRows = 1 }, Mapping = [mapping, new("x")], Rules = rule is null ? [] : [rule] };

        var run = EngineRun.Of($"v;x\n{value};y\n", recipe);

        var reject = Assert.Single(run.RejectedRows());
        Assert.Equal((RowVerdict.Rejected, 2L, 4L, $"{value};y"), (reject.Verdict, reject.LineNumber, reject.ByteOffset, reject.Raw));
        Assert.Equal([violation], reject.Violations);
        Assert.Equal([(violation.RuleId, violation.Column, 1L)], run.Manifest.Violations.Select(count => (count.RuleId, count.Column, count.Rows)));
    }
}
