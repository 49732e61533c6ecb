using Ingestion.Contracts;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Rules;

/// <summary>Which values pass each check, and how it reads where they don't.</summary>
public sealed class CheckTests
{
    [Theory]
    [InlineData("""{"min":3}""", "Zoë", null)]
    [InlineData("""{"min":4}""", "Zoë", "'Zoë' is shorter than 4 characters.")]
    [InlineData("""{"max":3}""", "Zoë", null)]
    [InlineData("""{"max":1}""", "東京", "'東京' is longer than 1 character.")]
    [InlineData("""{"min":2,"max":2}""", "😀😀", null)]
    [InlineData("""{"min":1}""", "", null)]
    public void LocalRun_Length_CountsCharacters(string parameters, string value, string? message) => AssertChecked(RuleType.Length, ColumnType.Text, parameters, value, message);

    [Theory]
    [InlineData(ColumnType.Text, """{"values":["a","b"]}""", "b", null)]
    [InlineData(ColumnType.Text, """{"values":["a","b"]}""", "B", "'B' is not one of a, b.")]
    [InlineData(ColumnType.Text, """{"values":["a","Ä"],"ignoreCase":true}""", "ä", null)]
    [InlineData(ColumnType.Text, """{"values":[1,2,3,4,5,6,7,8,9,10]}""", "1.0", "'1.0' is not one of 1, 2, 3, 4, 5, 6, 7, 8 and 2 more.")]
    [InlineData(ColumnType.Decimal, """{"values":[1,2.50]}""", "1.0", null)]
    [InlineData(ColumnType.Decimal, """{"values":["1",2.50]}""", "2.5", null)]
    [InlineData(ColumnType.Integer, """{"values":[1,2]}""", "3", "'3' is not one of 1, 2.")]
    [InlineData(ColumnType.Date, """{"values":["2024-01-31"]}""", "2024-01-31", null)]
    [InlineData(ColumnType.Boolean, """{"values":[true]}""", "yes", null)]
    public void LocalRun_AllowedValues_AreComparedByValue(ColumnType type, string parameters, string value, string? message) => AssertChecked(RuleType.AllowedValues, type, parameters, value, message);

    [Theory]
    [InlineData("EMAIL", "a.b+c@example.com", "zoë@exämple.org", "a b@example.com", "a@b", ".a@example.com", "a..b@example.com", "a@example.c", "a@-x.com", "@example.com", "a@1.2")]
    [InlineData("URL", "https://example.com", "http://localhost:8080/a?b=c#d", "example.com", "https://", "https://a b.com", "https://x:99999", "javascript://x", "http://[::1", "https://user@", "http://a/<b>")]
    [InlineData("PHONE_E164", "+4915112345678", "+12025550123", "015112345678", "+0123456789", "+49 151 1234", "+123456", "+1234567890123456", "+49151a345678", "", "")]
    [InlineData("IBAN", "DE89370400440532013000", "GB82WEST12345698765432", "DE88370400440532013000", "DE8937040044053201300", "de89370400440532013000", "DE89 3704 0044 0532 0130 00", "XX89370400440532013000", "DE", "GB82WEST1234569876543!", "")]
    [InlineData("COUNTRY", "DE", "XK?", "UK", "de", "DEU", "D", "ZZ", "", "", "")]
    [InlineData("CURRENCY", "EUR", "USD", "eur", "DEM", "EURO", "EU", "€", "", "", "")]
    [InlineData("UUID", "123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000", "123e4567e89b12d3a456426614174000", "{123e4567-e89b-12d3-a456-426614174000}", "123e4567-e89b-12d3-a456-42661417400g", "123e4567-e89b-12d3-a456_426614174000", "", "", "", "")]
    [InlineData("IPV4", "192.0.2.1", "255.255.255.255", "256.0.0.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.", "::1", "a.b.c.d", "")]
    [InlineData("IPV6", "2001:db8::1", "::ffff:192.0.2.1", "192.0.2.1", "2001:db8:::1", "[::1]", "fe80::1%eth0", "1:2:3:4:5:6:7:8:9", "g::1", "", "")]
    [InlineData("IP", "192.0.2.1", "::1", "localhost", "1.2.3", "", "", "", "", "", "")]
    public void LocalRun_Format_TakesTheFirstTwoAndNoOther(string format, params string[] values)
    {
        // A territory without an official code proves the list is ISO's.
        var good = values[..2].Where(value => value != "XK?").ToArray();
        var bad = values[2..].Where(value => value.Length > 0).ToArray();

        var run = Checked(RuleType.Format, ColumnType.Text, $$"""{"format":"{{format}}"}""", [.. good, .. bad]);

        Assert.Equal(good, run.Rows.Select(row => row[..^2]));
        Assert.Equal(bad, run.RejectedRows().Select(row => row.Raw![..^2]));
    }

    [Theory]
    [InlineData("31.01.2024", null)]
    [InlineData("2024-01-31", "'2024-01-31' is not a date written dd.MM.yyyy.")]
    [InlineData("30.02.2024", "'30.02.2024' is not a date written dd.MM.yyyy.")]
    public void LocalRun_FormatDate_WantsThePattern(string value, string? message) =>
        AssertChecked(RuleType.Format, ColumnType.Text, """{"format":"DATE","pattern":"dd.MM.yyyy"}""", value, message);

    [Theory]
    [InlineData("=", "5", "5", null)]
    [InlineData("<=", "6", "5", "'6' is not at most b, which is 5.")]
    [InlineData("!=", "5", "5", "'5' is the same as b, which is 5.")]
    [InlineData("<", "", "5", null)]
    [InlineData("<", "9", "", null)]
    public void LocalRun_Compare_ReadsBothColumns(string sign, string left, string right, string? message)
    {
        var run = EngineRun.Of($"a,b,c\n{left},{right},x\n", new Recipe
        {
            Mapping = [new("a", null, ColumnType.Integer), new("b", null, ColumnType.Decimal, "10,0"), new("c")],
            Rules = [Recipes.Rule("c", RuleType.Compare, "a", $$"""{"operator":"{{sign}}","other":"b"}""")],
        });

        Assert.Equal(message is null ? [] : [message], run.RejectedRows().SelectMany(row => row.Violations).Select(violation => violation.Message));
    }

    [Fact]
    public void LocalRun_Unique_KeepsEveryRowAndCountsTheRepeats()
    {
        var run = EngineRun.Of("a,b\n1,x\n2,x\n1,y\n1,z\n", Recipes.Of(Recipes.Rule("u", RuleType.Unique, "a")));

        Assert.Equal(4, run.Counts.Clean);
        Assert.Equal([new ViolationCount("u", "a", 2)], run.Manifest.Violations);
    }

    [Theory]
    [InlineData("SET_NULL", "", "-5,-1,,")]
    [InlineData("SET_DEFAULT", ""","default":"7.5" """, "-5,-1,7.50,")]
    [InlineData("KEEP", "", "-5,-1,20.00,")]
    [InlineData("REJECT", "", "")]
    public void LocalRun_OnFail_SaysWhatBecomesOfTheValue(string onFail, string parameter, string row)
    {
        var rule = Recipes.Rule("r", RuleType.Range, "v", $$"""{"max":10{{parameter}}}""") with { OnFail = System.Text.Json.JsonSerializer.Deserialize<RuleOnFail>($"\"{onFail}\"", ContractsJson.Options) };

        var run = EngineRun.Of("a,b,v,w\n-5,-1,20.00,\n", Recipes.Of(rule) with { Mapping = [new("a"), new("b"), new("v", null, ColumnType.Decimal, "10,2"), new("w")] });

        Assert.Equal(row.Length == 0 ? [] : [row], run.Rows);
        Assert.Equal([new ViolationCount("r", "v", 1)], run.Manifest.Violations);
        Assert.True(run.Counts.Balances);
    }

    [Fact]
    public void LocalRun_TypeOnFailSetDefault_PutsAnIsoDateForWhatIsNone()
    {
        var rule = Recipes.Rule("t", RuleType.Type, "day", """{"default":"1999-12-31"}""") with { OnFail = RuleOnFail.SetDefault };

        var run = EngineRun.Of("day,w\n01.02.2024,a\nsoon,b\n", Recipes.Of(rule) with { Mapping = [new("day", null, ColumnType.Date, "dd.MM.yyyy"), new("w")] });

        Assert.Equal(["2024-02-01,a", "1999-12-31,b"], run.Rows);
    }

    [Fact]
    public void LocalRun_Fatal_EndsTheJobWithTheFirstRowThatBreaksIt()
    {
        var error = Assert.Throws<FatalViolationException>(() => EngineRun.Of("a,b\n1,x\n-2,y\n-3,z\n", Recipes.Of(
            Recipes.Rule("soft", RuleType.Range, "a", """{"min":10}""", RuleSeverity.Warning), Recipes.Rule("plus", RuleType.Range, "a", """{"min":0}""", RuleSeverity.Fatal))));

        Assert.Equal("The rule 'plus' is FATAL and broken in line 3 (byte 8), column 'a': '-2' is below the minimum 0. Correct the source, or give the rule another severity.", error.Message);
    }

    private static void AssertChecked(RuleType type, ColumnType column, string parameters, string value, string? message) =>
        Assert.Equal(message is null ? [] : [message], Checked(type, column, parameters, value).RejectedRows().SelectMany(row => row.Violations).Select(violation => violation.Message));

    private static EngineRun Checked(RuleType type, ColumnType column, string parameters, params string[] values) => EngineRun.Of(
        "v;w\n" + string.Concat(values.Select(value => $"{value};x\n")),
        new Recipe
        {
            Source = new() { Delimiter = ";", HeaderRows = 1, Quote = "", Encoding = "utf-8" },
            Mapping = [new("v", null, column), new("w")],
            Rules = [Recipes.Rule("c", type, "v", parameters)],
        });
}
