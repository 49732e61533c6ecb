using System.Text;
using CsCheck;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Records;

namespace Ingestion.Core.Tests.Runs;

/// <summary>European exports: a comma before decimals.</summary>
public sealed class DecimalCommaTests
{
    private const string Export = "artikel;preis;menge;gewicht;punkte\nA;12,5;1;1,5e3;1.234\nB;-3,25;2;2e2;2.500\nC;0,125;;0,5;\n";

    [Fact]
    public void LocalRun_EuropeanExport_IsTypedExactly()
    {
        var run = EngineRun.Of(Export);

        Assert.Equal("artikel,preis,menge,gewicht,punkte\nA,12.500,1,1500,1.234\nB,-3.250,2,200,2.500\nC,0.125,,0.5,\n", run.Csv);
        Assert.Equal([ColumnType.Text, ColumnType.Decimal, ColumnType.Integer, ColumnType.Double, ColumnType.Text], run.Manifest.Columns.Select(column => column.Type));
        Assert.Equal([",", ",", ",", ",", ","], run.Layout.Columns.Select(column => column.DecimalSeparator));
        Assert.Contains("Decimal separator ',': 5 values use a comma before decimals in 'preis', 'gewicht'.", run.Layout.Evidence);
        Assert.StartsWith("All 2 sampled values could have the point between thousands", run.Layout.Columns[4].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void LocalRun_SeparatorTold_HoldsForEveryColumn()
    {
        var told = EngineRun.Of("a,b\n\"1,5\",x\n", new Recipe { Source = new() { DecimalSeparator = "," } });
        var point = EngineRun.Of("a;b\n1,5;2.5\n", new Recipe { Source = new() { DecimalSeparator = "." } });

        Assert.Equal(("a,b\n1.5,x\n", "Decimal separator ',': as told."), (told.Csv, told.Layout.Evidence[^1]));
        Assert.Equal("a,b\n\"1,5\",2.5\n", point.Csv);
        Assert.Equal([ColumnType.Text, ColumnType.Decimal], point.Manifest.Columns.Select(column => column.Type));
        Assert.Equal("source.decimalSeparator: It is a point or a comma.", EngineRun.Refusal("a\n1\n", new Recipe { Source = new() { DecimalSeparator = "·" } }));
    }

    [Fact]
    public void LocalRun_CommasInQuotesBetweenCommas_StayText() =>
        Assert.Equal("a,b\n\"1,5\",x\n\"2,5\",y\n", EngineRun.Of("a,b\n\"1,5\",x\n\"2,5\",y\n").Csv);

    [Fact]
    public void LocalRun_EveryRow_IsVerified()
    {
        var recipe = new Recipe
        {
            Source = new() { DecimalSeparator = "," },
            Mapping = [new("a", Type: ColumnType.Decimal, Format: "10,2"), new("b", Type: ColumnType.Double)],
        };

        var run = EngineRun.Of("a;b\n1,5;1,5\n1.234,50;1\n1.5;1\n1,234;1\n1;1.5\n7;1e2\n", recipe);

        Assert.Equal("a,b\n1.50,1.5\n7.00,100\n", run.Csv);
        Assert.Equal(
            [
                "'1.234,50' is not a DECIMAL with at most 10 digits, 2 of them decimals behind a comma.", "'1.5' is not a DECIMAL with at most 10 digits, 2 of them decimals behind a comma.",
                "'1,234' is not a DECIMAL with at most 10 digits, 2 of them decimals behind a comma.", "'1.5' is not a DOUBLE with a decimal comma.",
            ],
            run.RejectedRows().Select(row => row.Violations[0].Message));
    }

    [Fact]
    public void LocalRun_Rules_SpeakInPoints()
    {
        var recipe = Recipes.Of(
            Recipes.Rule("low", RuleType.Range, "a", """{"min":2.5}"""), Recipes.Rule("one", RuleType.AllowedValues, "b", """{"values":["0.5","1.5"]}"""),
            Recipes.Rule("sum", RuleType.Expression, null, """{"expression":"a + b < 5.25"}"""),
            Recipes.Rule("set", RuleType.NotNull, "b", """{"default":"0.5"}""") with { OnFail = RuleOnFail.SetDefault });

        var run = EngineRun.Of("a;b\n2,5;1,5\n2,4;1,5\n3,0;\n2,6;0,6\n4,0;1,5\n", recipe);

        Assert.Equal("a,b\n2.5,1.5\n3.0,0.5\n", run.Csv);
        Assert.Equal(["low", "one", "sum"], run.RejectedRows().Select(row => row.Violations[0].RuleId));
    }

    [Fact]
    public void LocalRun_FixesThatWritePoints_AreReadWithPoints()
    {
        const string Csv = "a;b;c\n1,5;1.234,50;2,5\n2,5;7,25;3,5\n";
        var recipe = Recipes.Of(
            Recipes.Rule("point", RuleType.Replace, "a", """{"find":",","with":"."}"""),
            Recipes.Rule("parse", RuleType.ParseNumber, "b", """{"decimal":",","thousands":".","format":"10,2"}"""),
            Recipes.Rule("map", RuleType.MapValues, "c", """{"values":{"2,5":"9,5"}}"""));

        var run = EngineRun.Of(Csv, recipe);

        Assert.Equal("a,b,c\n1.5,1234.50,9.5\n2.5,7.25,3.5\n", run.Csv);
    }

    [Fact]
    public void LocalRun_PointsForCommas_AreTheSame() => Gen.Select(Gen.Decimal[-1_000_000, 1_000_000], Gen.Int[0, 6]).Array[1, 20].Sample(numbers =>
    {
        var texts = numbers.Select(pair => Math.Round(pair.Item1, pair.Item2).ToString($"F{pair.Item2}", System.Globalization.CultureInfo.InvariantCulture).Replace("-0", "0", StringComparison.Ordinal)).ToArray();
        var recipe = new Recipe { Mapping = [new("n", Type: ColumnType.Decimal, Format: "38,6")] };

        var point = EngineRun.Of("n;x\n" + string.Concat(texts.Select(text => $"{text};y\n")), recipe with { Source = new() { DecimalSeparator = ".", HeaderRows = 1 } });
        var comma = EngineRun.Of("n;x\n" + string.Concat(texts.Select(text => $"{text.Replace('.', ',')};y\n")), recipe with { Source = new() { DecimalSeparator = ",", HeaderRows = 1 } });

        Assert.Equal((point.Csv, point.Counts), (comma.Csv, comma.Counts));
    }, iter: 50);

    [Theory]
    [InlineData("1,5", true)]
    [InlineData("1.5", false)]
    [InlineData("1,5,5", false)]
    [InlineData("1,50000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", true)]
    public void CommaReader_Text_ReadsWhatAPointWouldBe(string text, bool fits)
    {
        var buffer = ColumnBuffer.Create(new ColumnSpec("c", ColumnType.Decimal, 38, 9, DecimalComma: true), new RecordBytes());
        buffer.Reserve(1);

        Assert.Equal(fits, default(CommaReader<DoubleReader, double>).TryRead(Encoding.UTF8.GetBytes(text), out var value));
        Assert.Equal(fits ? 1.5 : 0, value);
        Assert.True(buffer.TrySet(0, "1.5"u8));
    }
}
