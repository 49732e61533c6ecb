using System.Globalization;
using Ingestion.Contracts;
using static Ingestion.Contracts.ProfileAlertName;

namespace Ingestion.Core.Tests.Profiling;

public sealed class ProfileAlertTests
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 40).Select(i => $"{(char)('A' + (i % 20))}{new string((char)('a' + (i % 7)), 1 + (i % 3))}")];

    public static TheoryData<ProfileAlertName, string[], string> Found => new()
    {
        { AllNull, ["", "", ""], "None of the 3 rows has a value." },
        { ManyNulls, ["1", "1", "2", ""], "1 of 4 rows (25%) have no value." },
        { ProfileAlertName.NullTokens, ["Anna", "n/a", "n/a", "?"], "3 rows have a text that reads like \"no value\" but is taken for one: 'n/a' (2), '?' (1). Make them null tokens if that is what they mean." },
        { Constant, ["x", "x", "x"], "All 3 values are 'x'. The column tells nothing about a row." },
        { MixedTypes, [.. Numbers(97), "abc", "def", "abc"], "3 of 100 values are no number, such as 'abc', 'def'; all others are numbers." },
        { AmbiguousDates, ["01/02/2024", "03/04/2024"], "All 2 dates fit day-first as well as month-first. Say in the mapping which it is." },
        { AmbiguousDates, ["31/02/2024", "31/01/2024", "01/31/2024", "01/02/2024"], "Day-first and month-first dates stand side by side: 1 value proves day-first, 1 value proves month-first, 1 fits both." },
        { LeadingZeros, ["007", "12"], "1 row has a number with zeros before it, such as 007. As TEXT they are kept; as a number they would be lost." },
        { Whitespace, ["a ", " b", "c"], "2 rows have white space before or after the value." },
        { MixedCase, ["Berlin", "Berlin", "berlin", "Ulm"], "1 row has a value that another row writes in other letters' case, such as 'berlin' for 'Berlin'." },
        { MixedPatterns, [.. Enumerable.Range(1000, 99).Select(i => $"AB-{i}"), "AB1099"], "1 of 100 values do not have the form AA-9999 of the others, such as 'AB1099'." },
        { LikelyKey, ["a", "b", "c"], "Each of the 3 rows has a value of its own. The column may be the key." },
        { DuplicateKeyCandidate, [.. Numbers(99), "1"], "100 values, 99 of them different: 1 row repeats an earlier value. If the column is a key, they are duplicates." },
        { Outliers, [.. Repeated(200), "1000000"], "1 of 201 values lie far from the others: half of them lie between 2 and 8, the largest is 1000000." },
        { Skewed, [.. Enumerable.Repeat("1", 60), .. Enumerable.Repeat("1000", 40)], "The values are skewed to large ones: the mean is 400.6, but half of the values are at most 1." },
    };

    [Theory]
    [MemberData(nameof(Found))]
    public void Alerts_Column_SaysWhatIsToBeSeen(ProfileAlertName name, string[] values, string message) =>
        Assert.Contains(new ProfileAlert(name, message), Profiles.OfColumn(values).Profile.Columns[0].Alerts);

    public static TheoryData<string, string[]> Unremarkable => new()
    {
        { "numbers that repeat", Repeated(200) },
        { "names", Names.Concat(Names).ToArray() },
        { "dates", [.. Enumerable.Range(1, 28).Select(i => $"2024-02-{i:00}"), "2024-02-01"] },
        { "truth values", ["true", "false", "true"] },
    };

    [Theory]
    [MemberData(nameof(Unremarkable))]
    public void Alerts_OrdinaryColumn_SayNothing(string what, string[] values)
    {
        var alerts = Profiles.OfColumn(values).Profile.Columns[0].Alerts;

        Assert.True(alerts.Count == 0, $"{what}: {string.Join(' ', alerts)}");
    }

    [Fact]
    public void Alerts_TypeOfTheMapping_NamesWhatDoesNotFit()
    {
        var csv = Profiles.Column([.. Numbers(20), "abc"]);
        var json = Profiles.OfJob(csv, new Recipe { Mapping = [new("c", Type: ColumnType.Integer)] });
        var column = System.Text.Json.JsonSerializer.Deserialize<DatasetProfile>(json, ContractsJson.Options)!.Columns[0];

        Assert.Contains(new ProfileAlert(MixedTypes, "1 of 21 values is no INTEGER: 'abc'."), column.Alerts);
        Assert.Equal("20 of 21 values are INTEGER, 1 is not, such as 'abc'.", column.TypeEvidence);
    }

    private static string[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    private static string[] Repeated(int count) => [.. Enumerable.Range(0, count).Select(i => (i % 11).ToString(CultureInfo.InvariantCulture))];
}
