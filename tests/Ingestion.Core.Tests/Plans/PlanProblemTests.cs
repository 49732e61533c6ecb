using Ingestion.Contracts;
using Ingestion.Core.Plans;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Plans;

/// <summary>What is wrong with a recipe, where, and in which words.</summary>
public sealed class PlanProblemTests
{
    private static readonly SourceColumn[] Source =
    [
        new("id", ColumnType.Integer, null, ""), new("name", ColumnType.Text, null, ""), new("born", ColumnType.Date, null, ""), new("price", ColumnType.Decimal, "18,2", ""),
        new("weight", ColumnType.Double, null, ""), new("seen", ColumnType.Timestamp, null, ""),
    ];

    [Theory]
    [InlineData(RuleType.NotNull, "nmae", null, "rules[0].column", "There is no column 'nmae'. The source has 'id', 'name', 'born', 'price', 'weight', 'seen'. Nearest: 'name' (0.75); name the one that is meant, or have source.renames call it 'nmae'.")]
    [InlineData(RuleType.NotNull, null, null, "rules[0].column", "The rule needs a column.")]
    [InlineData(RuleType.Type, "nmae", null, "rules[0].column", "There is no column 'nmae'. The source has 'id', 'name', 'born', 'price', 'weight', 'seen'. Nearest: 'name' (0.75); name the one that is meant, or have source.renames call it 'nmae'.")]
    [InlineData(RuleType.Dedupe, null, """{"columns":["id","nmae"]}""", "rules[0].params.columns[1]", "There is no column 'nmae'. The source has 'id', 'name', 'born', 'price', 'weight', 'seen'. Nearest: 'name' (0.75); name the one that is meant, or have source.renames call it 'nmae'.")]
    [InlineData(RuleType.Dedupe, null, null, "rules[0].params.columns", "DEDUPE needs a list of at least one column name.")]
    [InlineData(RuleType.Dedupe, "id", """{"keep":"NEWEST"}""", "rules[0].params.keep", "'NEWEST' is not known; keep FIRST or LAST.")]
    [InlineData(RuleType.Dedupe, "id", """{"keep":"7"}""", "rules[0].params.keep", "'7' is not known; keep FIRST or LAST.")]
    [InlineData(RuleType.Regex, "name", null, "rules[0].params.pattern", "REGEX needs a pattern.")]
    [InlineData(RuleType.Regex, "name", """{"pattern":"("}""", "rules[0].params.pattern", "The pattern is not a regular expression: Invalid pattern '(' at offset 1. Not enough )'s.")]
    [InlineData(RuleType.Range, "id", null, "rules[0].params", "RANGE needs min, max or both.")]
    [InlineData(RuleType.Range, "id", """{"min":5,"max":1}""", "rules[0].params.min", "min 5 is above max 1; no value can lie between them.")]
    [InlineData(RuleType.Range, "price", """{"min":"1e40","max":"1e39"}""", "rules[0].params.min", "min 1e40 is above max 1e39; no value can lie between them.")]
    [InlineData(RuleType.Range, "weight", """{"min":1e300,"max":1e299}""", "rules[0].params.min", "min 1e300 is above max 1e299; no value can lie between them.")]
    [InlineData(RuleType.Range, "born", """{"min":"2024-02-01","max":"2024-01-01"}""", "rules[0].params.min", "min 2024-02-01 is above max 2024-01-01; no value can lie between them.")]
    [InlineData(RuleType.Range, "id", """{"max":"many"}""", "rules[0].params.max", "'many' is not a number.")]
    [InlineData(RuleType.Range, "weight", """{"min":"NaN"}""", "rules[0].params.min", "'NaN' is not a number.")]
    [InlineData(RuleType.Range, "born", """{"min":"01/02/2024"}""", "rules[0].params.min", "'01/02/2024' is not a date such as 2024-01-31.")]
    [InlineData(RuleType.Range, "seen", """{"max":5}""", "rules[0].params.max", "'5' is not a timestamp such as 2024-01-31T12:00:00.")]
    [InlineData(RuleType.Range, "name", """{"min":1}""", "rules[0].params", "RANGE needs numbers, dates or timestamps, and column 'name' is TEXT. Map it to INTEGER, DECIMAL, DOUBLE, DATE or TIMESTAMP, with null tokens for texts such as 'n/a'.")]
    public void Compile_BadRule_SaysWhereAndWhatIsWrong(RuleType type, string? column, string? parameters, string path, string message) =>
        AssertProblem(Recipes.Of(Recipes.Rule("r", type, column, parameters)), path, message);

    [Theory]
    [InlineData("(?=a)b")]
    [InlineData("(?<!a)b")]
    [InlineData(@"(a)\1")]
    [InlineData("(?>a+)b")]
    public void Compile_PatternThatNeedsBacktracking_SaysWhatToLeaveOut(string pattern)
    {
        var problem = Assert.Single(Compile(Recipes.Of(Recipes.Rule("r", RuleType.Regex, "name", $$"""{"pattern":"{{pattern.Replace(@"\", @"\\")}}"}"""))));

        Assert.Equal("rules[0].params.pattern", problem.Path);
        Assert.StartsWith("The pattern needs backtracking, which could take for ever on some values: ", problem.Message);
        Assert.EndsWith(" Write it without look-arounds, backreferences and atomic groups.", problem.Message);
    }

    [Theory]
    [InlineData("nmae", null, null, null, "mapping[0].from", "There is no column 'nmae'. The source has 'id', 'name', 'born', 'price', 'weight', 'seen'. Nearest: 'name' (0.75); name the one that is meant, or have source.renames call it 'nmae'.")]
    [InlineData("id", "name", null, null, "mapping[1].to", "Two columns of the result would be called 'name'. Give one another name.")]
    [InlineData("id", "a\0b", null, null, "mapping[0].to", "A column's name cannot have a NUL character.")]
    [InlineData("id", null, ColumnType.Decimal, "18", "mapping[0].format", "'18' is not precision,scale such as 18,2: at most 38 digits, of which at most all are decimals.")]
    [InlineData("id", null, ColumnType.Decimal, "39,2", "mapping[0].format", "'39,2' is not precision,scale such as 18,2: at most 38 digits, of which at most all are decimals.")]
    [InlineData("id", null, ColumnType.Decimal, "5,6", "mapping[0].format", "'5,6' is not precision,scale such as 18,2: at most 38 digits, of which at most all are decimals.")]
    [InlineData("id", null, ColumnType.Integer, "18", "mapping[0].format", "INTEGER takes no format.")]
    [InlineData("id", null, ColumnType.Date, "yyyy-MM", "mapping[0].format", "The format 'yyyy-MM': a date needs a year (yyyy), a month (MM) and a day (dd).")]
    [InlineData("id", null, ColumnType.Date, "yyyy-MM-dd HH:mm", "mapping[0].format", "The format 'yyyy-MM-dd HH:mm' has a time of day; use TIMESTAMP for it.")]
    [InlineData("id", null, ColumnType.Date, "ISO8601Z", "mapping[0].format", "DATE has no time zone; use TIMESTAMP for ISO8601Z.")]
    public void Compile_BadMapping_SaysWhereAndWhatIsWrong(string from, string? to, ColumnType? type, string? format, string path, string message) =>
        AssertProblem(new Recipe { Mapping = [new(from, to, type, format), new("name")] }, path, message);

    [Theory]
    [InlineData("source.delimiter", "The delimiter is one ASCII character, such as ',' or ';', and no line break.", ";;", null, null, null, null)]
    [InlineData("source.delimiter", "The delimiter is one ASCII character, such as ',' or ';', and no line break.", "", null, null, null, null)]
    [InlineData("source.quote", "The quote is one ASCII character other than the delimiter and line breaks, or empty for no quoting.", ",", ",", null, null, null)]
    [InlineData("source.encoding", "The encoding 'klingon' is not known; use an IANA name such as utf-8, windows-1252 or utf-16.", null, null, "klingon", null, null)]
    [InlineData("source.headerRows", "There are 0 to 5 header rows.", null, null, null, 6, null)]
    [InlineData("source.skipRows", "It must be 0 or more.", null, null, null, null, -1)]
    public void Compile_BadSourceOption_SaysWhereAndWhatIsWrong(string path, string message, string? delimiter, string? quote, string? encoding, int? headerRows, int? skipRows)
    {
        var options = new SourceOptions { Delimiter = delimiter, Quote = quote, Encoding = encoding, HeaderRows = headerRows, SkipRows = skipRows };

        AssertProblem(new Recipe { Source = options }, path, message);
        Assert.Equal($"{path}: {message}", EngineRun.Refusal("a,b\n1,2\n", new Recipe { Source = options }));
    }

    [Fact]
    public void Compile_SeveralProblems_NamesThemAll() =>
        Assert.Equal(
            ["version", "errorBudget.maxRejectedRows", "errorBudget.maxRejectedFraction", "rules[0].id", "rules[2].id", "rules"],
            Compile(new Recipe
            {
                Version = 2,
                ErrorBudget = new() { MaxRejectedRows = -1, MaxRejectedFraction = 1.5 },
                Rules =
                [
                    Recipes.Rule("", RuleType.NotNull, "id"), Recipes.Rule("d", RuleType.Dedupe, "id"),
                    Recipes.Rule("d", RuleType.Dedupe, "id", """{"keep":"LAST"}"""),
                ],
            }).Select(problem => problem.Path));

    [Fact]
    public void LocalRun_RuleOnAMissingColumn_FailsWithTheProblem() =>
        Assert.Equal("The recipe does not fit the file. rules[0].column: There is no column 'c'. The source has 'a', 'b'.",
            EngineRun.Refusal("a,b\n1,2\n", Recipes.Of(Recipes.Rule("r", RuleType.NotNull, "c"))));

    private static void AssertProblem(Recipe recipe, string path, string message) =>
        Assert.Equal([new RecipeProblem(path, message)], Compile(recipe));

    private static IReadOnlyList<RecipeProblem> Compile(Recipe recipe) => Plan.Compile(recipe, Source).Problems;
}
