using Ingestion.Contracts;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Fixes;

/// <summary>What each fix makes of a value, and that it counts what it changed.</summary>
public sealed class FixTests
{
    [Theory]
    [InlineData(RuleType.Trim, null, "  a b\t", "a b")]
    [InlineData(RuleType.Trim, null, "\u00a0Zoë\u3000\ufeff", "Zoë")]
    [InlineData(RuleType.Trim, null, "plain", "plain")]
    [InlineData(RuleType.Trim, null, " \t ", "")]
    [InlineData(RuleType.CollapseSpaces, null, "a  b\t\tc", "a b c")]
    [InlineData(RuleType.CollapseSpaces, null, "a\u00a0b \u2003 c", "a b c")]
    [InlineData(RuleType.CollapseSpaces, null, "a b é ¥", "a b é ¥")]
    [InlineData(RuleType.Case, """{"to":"LOWER"}""", "ABC Ärger", "abc ärger")]
    [InlineData(RuleType.Case, """{"to":"UPPER"}""", "abc", "ABC")]
    [InlineData(RuleType.Case, """{"to":"UPPER"}""", "straße ɐ", "STRAßE Ɐ")]
    [InlineData(RuleType.Case, """{"to":"TITLE"}""", "o'NEILL-smith élan", "O'neill-Smith Élan")]
    [InlineData(RuleType.Replace, """{"find":"-","with":""}""", "12-34-56", "123456")]
    [InlineData(RuleType.Replace, """{"find":"a","with":"bb"}""", "aXa", "bbXbb")]
    [InlineData(RuleType.Replace, """{"find":"q"}""", "aXa", "aXa")]
    [InlineData(RuleType.Replace, """{"pattern":"^0*([0-9]+)$","with":"n$1"}""", "0042", "n42")]
    [InlineData(RuleType.Replace, """{"pattern":"[äö]","with":"?"}""", "Käse", "K?se")]
    [InlineData(RuleType.Fill, """{"value":"none"}""", "", "none")]
    [InlineData(RuleType.Fill, """{"value":7}""", "-", "7")]
    [InlineData(RuleType.Fill, """{"value":"none"}""", "x", "x")]
    [InlineData(RuleType.NullIf, """{"values":["n/a",9999]}""", "9999", "")]
    [InlineData(RuleType.NullIf, """{"values":["N/A"]}""", "n/a", "n/a")]
    [InlineData(RuleType.NullIf, """{"values":["N/Ä"],"ignoreCase":true}""", "n/ä", "")]
    [InlineData(RuleType.MapValues, """{"values":{"Y":"yes","N":"no"}}""", "Y", "yes")]
    [InlineData(RuleType.MapValues, """{"values":{"Y":"yes"}}""", "y", "y")]
    [InlineData(RuleType.MapValues, """{"values":{"Y":"yes"},"ignoreCase":true,"otherwise":"no"}""", "maybe", "no")]
    [InlineData(RuleType.MapValues, """{"values":{"Y":true}}""", "Y", "true")]
    [InlineData(RuleType.Normalize, null, "Zoe\u0308", "Zoë")]
    [InlineData(RuleType.Normalize, null, "\u1112\u1161\u11ab", "한")]
    [InlineData(RuleType.Normalize, null, "ＡＢ１", "ＡＢ１")]
    [InlineData(RuleType.Normalize, """{"narrow":true}""", "ＡＢ１\u3000！", "AB1 !")]
    [InlineData(RuleType.Normalize, """{"form":"NFKC"}""", "\ufb01x²", "fix2")]
    [InlineData(RuleType.Normalize, """{"form":"NFC"}""", "\ufb01x²", "\ufb01x²")]
    [InlineData(RuleType.Mask, """{"mode":"PART","keepFirst":1,"keepLast":2}""", "Zoë4567", "Z****67")]
    [InlineData(RuleType.Mask, """{"mode":"PART","keepFirst":2,"keepLast":2}""", "äbcd", "****")]
    [InlineData(RuleType.Mask, """{"mode":"HASH","salt":"key"}""", "The quick brown fox jumps over the lazy dog", "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8")]
    public void LocalRun_Fix_ChangesTheValueAndCountsIt(RuleType type, string? parameters, string value, string expected)
    {
        var run = Fixed(value, Recipes.Rule("fix", type, "v", parameters));

        Assert.Equal([$"{expected};x"], run.Rows.Select(row => row.Replace(',', ';')));
        Assert.Equal(value == expected ? [] : [new FixCount("fix", "v", 1)], run.Manifest.Fixes);
    }

    [Fact]
    public void LocalRun_Fixes_AreAppliedInTheirOrder()
    {
        RuleSpec[] rules = [Recipes.Rule("trim", RuleType.Trim, "v"), Recipes.Rule("null", RuleType.NullIf, "v", """{"values":["n/a"]}"""), Recipes.Rule("fill", RuleType.Fill, "v", """{"value":"?"}""")];

        Assert.Equal("?,x", Fixed(" n/a ", rules).Rows[0]);
        Assert.Equal("n/a,x", Fixed(" n/a ", [.. rules.Reverse()]).Rows[0]);
    }

    [Fact]
    public void LocalRun_FixedRowThatIsRejected_ShowsItsSourceAndItsFixedValue()
    {
        var run = Fixed("  abc", Recipes.Rule("trim", RuleType.Trim, "v"), Recipes.Rule("digits", RuleType.Regex, "v", """{"pattern":"^[0-9]*$"}"""));

        var reject = Assert.Single(run.RejectedRows());
        Assert.Equal("  abc;x", reject.Raw);
        Assert.Equal([new Violation("digits", "v", "'abc' does not match ^[0-9]*$.")], reject.Violations);
    }

    [Fact]
    public void LocalRun_FixOfOneOfTwoResultColumns_LeavesTheOther()
    {
        var recipe = new Recipe
        {
            Source = new() { HeaderRows = 1, Delimiter = "," },
            Mapping = [new("a", "raw"), new("a", "clean"), new("b")],
            Rules = [Recipes.Rule("upper", RuleType.Case, "clean", """{"to":"UPPER"}"""), Recipes.Rule("dash", RuleType.Replace, "a", """{"find":"-","with":"_"}""")],
        };

        var run = EngineRun.Of("a,b\nx-y,1\n", recipe);

        Assert.Equal(["x_y,X_Y,1"], run.Rows);
        Assert.Equal([new FixCount("upper", "clean", 1), new FixCount("dash", "a", 2)], run.Manifest.Fixes);
    }

    [Fact]
    public void LocalRun_ColumnThatOnlyAFixNames_MayBeLeftOut() =>
        Assert.Equal(["1"], EngineRun.Of("a,b\n x ,1\n", new Recipe { Mapping = [new("b")], Rules = [Recipes.Rule("trim", RuleType.Trim, "a")] }).Rows);

    [Fact]
    public void LocalRun_SplitAndConcat_MakeColumns()
    {
        RuleSpec[] rules =
        [
            Recipes.Rule("split", RuleType.Split, "name", """{"separator":",","into":["last","first"]}"""),
            Recipes.Rule("title", RuleType.Case, "first", """{"to":"TITLE"}"""),
            Recipes.Rule("join", RuleType.Concat, null, """{"columns":["first","last"],"separator":" ","into":"full"}"""),
        ];
        const string Source = "id;name\n1;Doe , jane\n2;Cher\n3;\n4;a,b,c\n";

        var appended = EngineRun.Of(Source, Recipes.Of(rules));
        var mapped = EngineRun.Of(Source, new Recipe { Mapping = [new("id"), new("full", "who")], Rules = rules });

        Assert.Equal("id,name,last,first,full", appended.Csv.Split('\n')[0]);
        Assert.Equal(["1,\"Doe , jane\",Doe,Jane,Jane Doe", "2,Cher,Cher,,Cher", "3,,,,", "4,\"a,b,c\",a,\"B,C\",\"B,C a\""], appended.Rows);
        Assert.Equal(["1,Jane Doe", "2,Cher", "3,", "4,\"B,C a\""], mapped.Rows);
        Assert.Equal([new FixCount("split", null, 3), new FixCount("title", "first", 2), new FixCount("join", "full", 3)], appended.Manifest.Fixes);
    }

    [Theory]
    [InlineData("""{"decimal":",","thousands":"."}""", "1.234,56", "1234.56")]
    [InlineData("""{"decimal":",","thousands":"."}""", "-1.234.567", "-1234567")]
    [InlineData("""{"decimal":",","thousands":"."}""", "1.2,5", "1.2,5")]
    [InlineData("""{"decimal":",","thousands":"."}""", "12345,6", "12345.6")]
    [InlineData("""{"decimal":",","thousands":"."}""", "1234.567", "1234.567")]
    [InlineData("""{"decimal":",","thousands":" "}""", "1\u202f234\u202f567,5", "1234567.5")]
    [InlineData("""{"decimal":",","thousands":" "}""", "1\u202f234 567,5", "1\u202f234 567,5")]
    [InlineData("""{"thousands":"'"}""", "1’234.5", "1234.5")]
    [InlineData("""{"currencies":["€","EUR"]}""", "€ -12.50", "-12.50")]
    [InlineData("""{"currencies":["€","EUR"]}""", "12.50 EUR", "12.50")]
    [InlineData("""{"currencies":["€","EUR"]}""", "12.50 USD", "12.50 USD")]
    [InlineData("""{"currencies":["$"]}""", "($12.50)", "-12.50")]
    [InlineData("{}", "12.5-", "-12.5")]
    [InlineData("{}", "\u221212.5", "-12.5")]
    [InlineData("{}", "--5", "--5")]
    [InlineData("{}", "- -", "- -")]
    [InlineData("{}", "+.5", "0.5")]
    [InlineData("{}", "5.", "5.")]
    [InlineData("""{"percent":true}""", "12.5 %", "0.125")]
    [InlineData("""{"percent":true}""", "-5%", "-0.05")]
    [InlineData("""{"percent":true}""", "100%", "1.00")]
    [InlineData("""{"percent":true}""", "%", "%")]
    [InlineData("{}", "5%", "5%")]
    [InlineData("{}", "123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789")]
    public void LocalRun_ParseNumber_KeepsEveryDigit(string parameters, string value, string expected) =>
        Assert.Equal([$"{expected};x"], Fixed(value, ColumnType.Text, Recipes.Rule("n", RuleType.ParseNumber, "v", parameters)).Rows.Select(row => row.Replace(",x", ";x").Trim('"').Replace("\";x", ";x")));

    [Theory]
    [InlineData("""{"formats":["dd.MM.yyyy","M/d/yyyy"]}""", "31.01.2024", "2024-01-31")]
    [InlineData("""{"formats":["dd.MM.yyyy","M/d/yyyy"]}""", "1/31/2024", "2024-01-31")]
    [InlineData("""{"order":"DAY_FIRST"}""", "1/2/2024", "2024-02-01")]
    [InlineData("""{"order":"MONTH_FIRST"}""", "1/2/2024", "2024-01-02")]
    [InlineData("""{"order":"DAY_FIRST"}""", "1.2.24", "2024-02-01")]
    [InlineData("""{"order":"DAY_FIRST"}""", "2024-02-01", "2024-02-01")]
    [InlineData("""{"order":"YEAR_FIRST"}""", "20240201", "2024-02-01")]
    [InlineData("""{"order":"DAY_FIRST"}""", "31.02.2024", "31.02.2024")]
    [InlineData("""{"order":"DAY_FIRST"}""", "5 March 2024", "2024-03-05")]
    [InlineData("""{"order":"MONTH_FIRST"}""", "mar 5, 2024", "2024-03-05")]
    [InlineData("""{"order":"YEAR_FIRST"}""", "05-MAR-24", "2024-03-05")]
    [InlineData("""{"order":"DAY_FIRST"}""", "5 Mars 2024", "5 Mars 2024")]
    [InlineData("""{"formats":["ddd, d MMM yyyy HH:mm:ss"]}""", "Tue, 5 Mar 2024 08:00:00", "2024-03-05T08:00:00")]
    [InlineData("""{"formats":["dd.MM.yyyy HH:mm"]}""", "31.01.2024 17:30", "2024-01-31T17:30:00")]
    [InlineData("""{"formats":["dd.MM.yyyy HH:mm:ss.fffK"]}""", "31.01.2024 17:30:00.250+02:00", "2024-01-31T15:30:00.250000Z")]
    public void LocalRun_ParseDate_WritesIso(string parameters, string value, string expected) =>
        Assert.Equal([$"{expected},x"], Fixed(value, ColumnType.Text, Recipes.Rule("d", RuleType.ParseDate, "v", parameters)).Rows);

    [Theory]
    [InlineData(RuleType.ParseNumber, """{"decimal":",","format":"10,2"}""", "1234,5", ColumnType.Decimal, "1234.50")]
    [InlineData(RuleType.ParseNumber, """{"decimal":","}""", "1234,5", ColumnType.Decimal, "1234.500000000")]
    [InlineData(RuleType.ParseDate, """{"order":"DAY_FIRST"}""", "1.2.2024", ColumnType.Date, "2024-02-01")]
    [InlineData(RuleType.ParseDate, """{"formats":["d.M.yyyy H:mm"]}""", "1.2.2024 9:05", ColumnType.Timestamp, "2024-02-01T09:05:00")]
    public void LocalRun_ParsedColumn_HasTheTypeThatItIsParsedTo(RuleType rule, string parameters, string value, ColumnType type, string expected)
    {
        var run = Fixed(value, Recipes.Rule("parse", rule, "v", parameters));

        Assert.Equal(type, run.Manifest.Columns[0].Type);
        Assert.Equal([$"{expected},x"], run.Rows);
    }

    [Fact]
    public void LocalRun_NumberThatTheFixCannotReadAndTheTypeCould_IsRejectedUnlessALaterFixChangesIt()
    {
        var parse = Recipes.Rule("n", RuleType.ParseNumber, "v", """{"decimal":",","format":"10,2"}""");

        Assert.Equal(["'1.23' is not a DECIMAL with at most 10 digits, 2 of them decimals."], Fixed("1.23", parse).RejectedRows().Single().Violations.Select(violation => violation.Message));
        Assert.Equal(["0.00,x"], Fixed("1.23", parse, Recipes.Rule("map", RuleType.MapValues, "v", """{"values":{"1.23":0}}""") with { Id = "m" }).Rows);
    }

    [Fact]
    public void Preview_ReplacedValue_IsShownWithTheViolationOfWhatItWas()
    {
        var recipe = new Recipe
        {
            Mapping = [new("v", null, ColumnType.Integer), new("w")],
            Rules =
            [
                Recipes.Rule("most", RuleType.Range, "v", """{"max":10,"default":1}""") with { OnFail = RuleOnFail.SetDefault },
                Recipes.Rule("type", RuleType.Type, "v") with { OnFail = RuleOnFail.SetNull },
            ],
        };

        var preview = EngineRun.Preview("v,w\n50,a\nx,b\n7,c\n"u8.ToArray(), recipe);

        Assert.Equal(["1", "", "7"], preview.Rows.Select(row => row.Values[0].ToString()));
        Assert.Equal(["'50' is above the maximum 10.", "'x' is not an INTEGER of 64 bits."], preview.Rows.SelectMany(row => row.Violations).Select(violation => violation.Message));
        Assert.Equal(new RowCounts(3, 3, 0, 0, 0), preview.Counts);
    }

    private static EngineRun Fixed(string value, params RuleSpec[] rules) => Fixed(value, null, rules);

    private static EngineRun Fixed(string value, ColumnType? type, params RuleSpec[] rules) => EngineRun.Of($"v;w\n{value};x\n", new Recipe
    {
        Source = new() { Delimiter = ";", HeaderRows = 1, Encoding = "utf-8", NullTokens = ["-"] },
        Mapping = [new("v", null, type ?? (rules.Any(rule => rule.Type is RuleType.ParseDate or RuleType.ParseNumber) ? null : ColumnType.Text)), new("w")],
        Rules = rules,
    });
}
