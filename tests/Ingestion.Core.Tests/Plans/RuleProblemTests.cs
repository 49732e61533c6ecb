using Ingestion.Contracts;
using Ingestion.Core.Plans;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Plans;

/// <summary>What is wrong with a rule's parameters, severity and place, and in which words.</summary>
public sealed class RuleProblemTests
{
    private static readonly SourceColumn[] Source =
    [
        new("id", ColumnType.Integer, null, ""), new("name", ColumnType.Text, null, ""), new("born", ColumnType.Date, null, ""), new("price", ColumnType.Decimal, "18,2", ""),
    ];

    [Theory]
    [InlineData(RuleType.NotNull, "name", """{"colum":"x"}""", "rules[0].params.colum", "NOT_NULL has no parameter 'colum'. It takes default.")]
    [InlineData(RuleType.Trim, "name", """{"side":"LEFT"}""", "rules[0].params.side", "TRIM has no parameter 'side'. It takes none.")]
    [InlineData(RuleType.Trim, "name", "[1]", "rules[0].params", "The parameters are a JSON object, such as {\"name\": \"value\"}, and not a list.")]
    [InlineData(RuleType.Trim, null, null, "rules[0].column", "The rule needs a column.")]
    [InlineData(RuleType.Trim, "nmae", null, "rules[0].column", "There is no column 'nmae'. The source has 'id', 'name', 'born', 'price'. Nearest: 'name' (0.75); name the one that is meant, or have source.renames call it 'nmae'.")]
    [InlineData(RuleType.Case, "name", null, "rules[0].params.to", "CASE needs what to make of letters: LOWER, UPPER or TITLE.")]
    [InlineData(RuleType.Case, "name", """{"to":"CAMEL"}""", "rules[0].params.to", "'CAMEL' is not known; use LOWER, UPPER or TITLE.")]
    [InlineData(RuleType.Case, "name", """{"to":1}""", "rules[0].params.to", "It is a text in quotes, and not a number.")]
    [InlineData(RuleType.Replace, "name", """{"with":"x"}""", "rules[0].params", "REPLACE needs either find, a text, or pattern, a regular expression.")]
    [InlineData(RuleType.Replace, "name", """{"find":"a","pattern":"a"}""", "rules[0].params", "REPLACE needs either find, a text, or pattern, a regular expression.")]
    [InlineData(RuleType.Replace, "name", """{"find":""}""", "rules[0].params.find", "REPLACE needs a text to find.")]
    [InlineData(RuleType.Fill, "name", null, "rules[0].params.value", "FILL needs the value to put where there is none, or the mode PREVIOUS or DEFAULT.")]
    [InlineData(RuleType.Fill, "name", """{"mode":"NEXT"}""", "rules[0].params.mode", "'NEXT' is not known; use CONSTANT, PREVIOUS or DEFAULT.")]
    [InlineData(RuleType.Fill, "name", """{"mode":"PREVIOUS","value":"x"}""", "rules[0].params.value", "It is for the mode CONSTANT.")]
    [InlineData(RuleType.Fill, "born", """{"mode":"DEFAULT"}""", "rules[0].params.mode", "DEFAULT is 0 for numbers and false for BOOLEAN, and the column 'born' is DATE: an empty text is no value, and no day is everyone's first. Use the mode CONSTANT with a value.")]
    [InlineData(RuleType.Fill, "name", """{"value":["x"]}""", "rules[0].params.value", "It is a text, a number, true or false, and not a list.")]
    [InlineData(RuleType.NullIf, "name", """{"values":[]}""", "rules[0].params.values", "NULL_IF needs a list of at least one value.")]
    [InlineData(RuleType.NullIf, "name", """{"values":["x"],"ignoreCase":"yes"}""", "rules[0].params.ignoreCase", "It is true or false, and not a text.")]
    [InlineData(RuleType.MapValues, "name", """{"values":["x"]}""", "rules[0].params.values", """MAP_VALUES needs an object of values and what becomes of each, such as {"Y": "yes", "N": "no"}.""")]
    [InlineData(RuleType.ParseDate, "name", null, "rules[0].params", "PARSE_DATE needs formats, such as [\"dd.MM.yyyy\"], or an order: DAY_FIRST, MONTH_FIRST or YEAR_FIRST.")]
    [InlineData(RuleType.ParseDate, "name", """{"formats":["dd.MM.yyyy","MM/yyyy"]}""", "rules[0].params.formats[1]", "The format 'MM/yyyy': a date needs a year (yyyy), a month (MM) and a day (dd).")]
    [InlineData(RuleType.ParseDate, "name", """{"formats":["dd.MM.yyyy","dd.MM.yyyy HH:mmK"]}""", "rules[0].params.formats", "Either all formats have a time zone (K) or none: moments and local times cannot stand in one column.")]
    [InlineData(RuleType.ParseNumber, "name", """{"decimal":";"}""", "rules[0].params.decimal", "';' is not known; use \".\" or \",\".")]
    [InlineData(RuleType.ParseNumber, "name", """{"thousands":"."}""", "rules[0].params.thousands", "'.' cannot stand before decimals and between thousands.")]
    [InlineData(RuleType.ParseNumber, "name", """{"currencies":["1"]}""", "rules[0].params.currencies[0]", "It is a sign or code such as \"€\" or \"EUR\".")]
    [InlineData(RuleType.ParseNumber, "name", """{"format":"2,3"}""", "rules[0].params.format", "'2,3' is not precision,scale such as 18,2: at most 38 digits, of which at most all are decimals.")]
    [InlineData(RuleType.Mask, "name", null, "rules[0].params.mode", "MASK needs the mode: HASH, or PART with keepFirst and keepLast.")]
    [InlineData(RuleType.Mask, "name", """{"mode":"HASH"}""", "rules[0].params.salt", "MASK needs a salt for the mode HASH: a long random text that only you know.")]
    [InlineData(RuleType.Mask, "name", """{"mode":"PART","salt":"x"}""", "rules[0].params.salt", "It is for the mode HASH.")]
    [InlineData(RuleType.Mask, "name", """{"mode":"PART","keepLast":-1}""", "rules[0].params.keepLast", "It is a whole number from 0 to 1000, and not -1.")]
    [InlineData(RuleType.Split, "name", """{"separator":" "}""", "rules[0].params.into", "SPLIT needs a list of the new columns' names.")]
    [InlineData(RuleType.Split, "name", """{"separator":" ","into":["id"]}""", "rules[0].params.into", "There is a column 'id' already. Give the new one another name.")]
    [InlineData(RuleType.Concat, null, """{"columns":["id","nmae"],"into":"x"}""", "rules[0].params.columns[1]", "There is no column 'nmae'. The source has 'id', 'name', 'born', 'price'. Nearest: 'name' (0.75); name the one that is meant, or have source.renames call it 'nmae'.")]
    [InlineData(RuleType.Concat, "id", """{"columns":["id"],"into":"x"}""", "rules[0].column", "CONCAT makes a new column; name it in params.into, and those that it is made of in params.columns.")]
    [InlineData(RuleType.Length, "name", null, "rules[0].params", "LENGTH needs min, max or both.")]
    [InlineData(RuleType.Length, "name", """{"min":3,"max":2}""", "rules[0].params.min", "min 3 is above max 2; no text can have such a length.")]
    [InlineData(RuleType.AllowedValues, "name", null, "rules[0].params.values", "ALLOWED_VALUES needs a list of at least one value.")]
    [InlineData(RuleType.AllowedValues, "id", """{"values":[1,"x"]}""", "rules[0].params.values[1]", "'x' is not an INTEGER of 64 bits.")]
    [InlineData(RuleType.AllowedValues, "id", """{"values":[1],"ignoreCase":true}""", "rules[0].params.ignoreCase", "It is for TEXT, and column 'id' is INTEGER.")]
    [InlineData(RuleType.Format, "name", null, "rules[0].params.format", "FORMAT needs the format: EMAIL, URL, PHONE_E164, IBAN, COUNTRY, CURRENCY, UUID, IPV4, IPV6, IP or DATE.")]
    [InlineData(RuleType.Format, "name", """{"format":"DATE"}""", "rules[0].params.pattern", "FORMAT needs a pattern such as dd.MM.yyyy for the format DATE.")]
    [InlineData(RuleType.Format, "name", """{"format":"IBAN","pattern":"x"}""", "rules[0].params.pattern", "It is for the format DATE only. REGEX takes a pattern of your own.")]
    [InlineData(RuleType.Compare, "name", """{"operator":"=="}""", "rules[0].params.other|rules[0].params.operator", "COMPARE needs the other column's name.|'==' is not known; use =, !=, <, <=, > or >=.")]
    [InlineData(RuleType.Compare, "name", """{"operator":"<","other":"id"}""", "rules[0].params.other", "a text and a number do not go together. Map one of the columns to the other's type.")]
    [InlineData(RuleType.Expression, null, null, "rules[0].params.expression", "EXPRESSION needs an expression such as total = price * quantity.")]
    [InlineData(RuleType.Dedupe, "name", """{"letters":3}""", "rules[0].params.letters", "It is for match NGRAM.")]
    [InlineData(RuleType.Unique, "name", """{"keep":"LAST"}""", "rules[0].params.keep", "UNIQUE has no parameter 'keep'. It takes columns, match, letters.")]
    [InlineData(RuleType.Normalize, "name", """{"form":"NFKC","narrow":true}""", "rules[0].params.narrow", "It is for the form NFC; NFKC makes wide letters narrow anyway.")]
    [InlineData(RuleType.Reference, "name", null, "rules[0].params.artifactId|rules[0].params.column", "REFERENCE needs the id of the artifact to look into.|REFERENCE needs the column of the artifact to look into.")]
    [InlineData(RuleType.Reference, "name", """{"artifactId":"orders.csv","column":"name"}""", "rules[0].params.artifactId", "'orders.csv' is no artifact's id; GET /ingestion/artifacts lists them.")]
    [InlineData(RuleType.Reference, "id", """{"artifactId":"01920000-0000-7000-8000-000000000001","column":"id","ignoreCase":true}""", "rules[0].params.ignoreCase", "It is for TEXT, and column 'id' is INTEGER.")]
    [InlineData(RuleType.Reference, "name", """{"artifactId":"01920000-0000-7000-8000-000000000001","column":"id","source":{"headerRows":9}}""", "rules[0].params.source.headerRows", "There are 0 to 5 header rows.")]
    [InlineData(RuleType.Reference, "name", """{"artifactId":"01920000-0000-7000-8000-000000000001","column":"id","source":{"header":1}}""", "rules[0].params.source", "It is an object as the recipe's own source, which this is not ($.header).")]
    [InlineData(RuleType.NotNull, "name", """{"default":"x"}""", "rules[0].params.default", "It is for onFail SET_DEFAULT only.")]
    public void Compile_BadParameter_SaysWhereAndWhatIsWrong(RuleType type, string? column, string? parameters, string paths, string messages) =>
        AssertProblems(Recipes.Of(Recipes.Rule("r", type, column, parameters)), paths, messages);

    [Theory]
    [InlineData(RuleType.NotNull, "name", null, RuleSeverity.Fatal, RuleOnFail.Keep, "rules[0].onFail", "A FATAL violation stops the job, and there is nothing left to do with its row. Leave onFail out, or use severity ERROR.")]
    [InlineData(RuleType.NotNull, "name", null, RuleSeverity.Warning, RuleOnFail.Reject, "rules[0].onFail", "A WARNING keeps its row. Use severity ERROR to reject it.")]
    [InlineData(RuleType.NotNull, "name", null, RuleSeverity.Error, RuleOnFail.SetDefault, "rules[0].params.default", "SET_DEFAULT needs a value to set. SET_NULL takes the value away.")]
    [InlineData(RuleType.NotNull, "born", """{"default":"31.12.1999"}""", RuleSeverity.Error, RuleOnFail.SetDefault, "rules[0].params.default", "'31.12.1999' is not a DATE written yyyy-MM-dd.")]
    [InlineData(RuleType.Type, null, """{"default":"x"}""", RuleSeverity.Error, RuleOnFail.SetDefault, "rules[0].params.default|rules[0].params.default|rules[0].params.default", "'x' is not an INTEGER of 64 bits.|'x' is not a DATE written yyyy-MM-dd.|'x' is not a DECIMAL with at most 18 digits, 2 of them decimals.")]
    [InlineData(RuleType.Expression, null, """{"expression":"id > 1"}""", RuleSeverity.Error, RuleOnFail.SetNull, "rules[0].column", "SET_NULL needs the rule's column: the one whose value is set.")]
    [InlineData(RuleType.Dedupe, "name", null, RuleSeverity.Error, RuleOnFail.SetNull, "rules[0].onFail", "A duplicate has no value to set; use REJECT or KEEP.")]
    [InlineData(RuleType.Unique, "name", null, RuleSeverity.Fatal, RuleOnFail.Keep, "rules[0].onFail", "A FATAL violation stops the job, and there is nothing left to do with its row. Leave onFail out, or use severity ERROR.")]
    [InlineData(RuleType.Unique, "name", null, RuleSeverity.Error, RuleOnFail.Reject, "rules[0].onFail", "UNIQUE keeps every row; use DEDUPE to leave rows out.")]
    [InlineData(RuleType.Trim, "name", null, RuleSeverity.Error, RuleOnFail.Keep, "rules[0].onFail", "TRIM changes values and has no violations. Leave onFail out; a value that it cannot change stays as it is.")]
    public void Compile_SeverityAndOnFailThatDoNotGoTogether_SaysSo(RuleType type, string? column, string? parameters, RuleSeverity severity, RuleOnFail? onFail, string paths, string messages) =>
        AssertProblems(Recipes.Of(Recipes.Rule("r", type, column, parameters, severity) with { OnFail = onFail }), paths, messages);

    [Fact]
    public void Compile_FixOfAColumnThatALaterOneMakes_SaysWhereItBelongs() =>
        AssertProblems(
            Recipes.Of(Recipes.Rule("t", RuleType.Trim, "last"), Recipes.Rule("s", RuleType.Split, "name", """{"separator":" ","into":["last"]}""")),
            "rules[0].column", "The column 'last' is made by the later rule 's'. Fixes are applied in order: put this one behind it.");

    [Theory]
    [InlineData(ColumnType.Date, "dd.MM.yyyy", """{"order":"DAY_FIRST"}""", "PARSE_DATE writes ISO 8601 whatever it reads; leave the format out here and put it among the rule's formats.")]
    [InlineData(ColumnType.Date, null, """{"formats":["d.M.yyyy HH:mm"]}""", "PARSE_DATE has a format with a time of day; map the column to TIMESTAMP, or leave its type out.")]
    public void Compile_MappingThatCannotReadWhatParseDateWrites_SaysWhatToDo(ColumnType type, string? format, string parameters, string message) =>
        AssertProblems(Recipes.Of(Recipes.Rule("d", RuleType.ParseDate, "name", parameters)) with { Mapping = [new("name", null, type, format)] }, "mapping[0].format", message);

    [Fact]
    public void Compile_UniqueBesideDedupe_KeepsAsDedupeDoes()
    {
        var plan = Plan.Compile(Recipes.Of(Recipes.Rule("u", RuleType.Unique, "name"), Recipes.Rule("d", RuleType.Dedupe, "id", """{"keep":"LAST"}""")), Source).Plan!;

        Assert.True(plan.DedupeFromEnd);
    }

    [Theory]
    [InlineData(RuleType.Mask, """{"mode":"PART"}""", ColumnType.Text)]
    [InlineData(RuleType.MapValues, """{"values":{"1":"one"}}""", ColumnType.Text)]
    [InlineData(RuleType.MapValues, """{"values":{"1":2}}""", ColumnType.Integer)]
    [InlineData(RuleType.ParseNumber, "{}", ColumnType.Decimal)]
    public void Compile_ColumnWhoseFixWritesAnotherType_HasThatType(RuleType type, string parameters, ColumnType expected) =>
        Assert.Equal(expected, Plan.Compile(Recipes.Of(Recipes.Rule("f", type, "id", parameters)), Source).Plan!.Columns[0].Type);

    private static void AssertProblems(Recipe recipe, string paths, string messages) => Assert.Equal(
        paths.Split('|').Zip(messages.Split('|')).Select(problem => new RecipeProblem(problem.First, problem.Second)),
        Plan.Compile(recipe, Source).Problems);
}
