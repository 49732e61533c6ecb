using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Inference;

namespace Ingestion.Core.Tests.Inference;

public sealed class ColumnInferenceTests
{
    [Theory]
    [InlineData("1|2|", ColumnType.Integer, null, "All 2 sampled values are INTEGER, 1 are empty.")]
    [InlineData("9223372036854775807|-9223372036854775808", ColumnType.Integer, null, "All 2 sampled values are INTEGER.")]
    [InlineData("9223372036854775808|1", ColumnType.Decimal, "38,0", "All 2 sampled values are DECIMAL (38,0).")]
    [InlineData("1.10|2", ColumnType.Decimal, "18,2", "All 2 sampled values are DECIMAL (18,2).")]
    [InlineData("1e5|2.5", ColumnType.Double, null, "All 2 sampled values are DOUBLE.")]
    [InlineData("true|FALSE", ColumnType.Boolean, null, "All 2 sampled values are BOOLEAN.")]
    [InlineData("0|1", ColumnType.Integer, null, "All 2 sampled values are INTEGER.")]
    [InlineData("2024-01-31|2024-02-01", ColumnType.Date, null, "All 2 sampled values are DATE.")]
    [InlineData("31/12/2024|01/02/2024", ColumnType.Date, "dd/MM/yyyy", "All 2 sampled values are DATE (dd/MM/yyyy).")]
    [InlineData("12/31/2024|01/02/2024", ColumnType.Date, "MM/dd/yyyy", "All 2 sampled values are DATE (MM/dd/yyyy).")]
    [InlineData("01/02/2024|03/04/2024", ColumnType.Text, null, "All 2 sampled values fit both dd/MM/yyyy and MM/dd/yyyy; say in the mapping which it is.")]
    [InlineData("2024-01-31T10:00:00|2024-01-31", ColumnType.Timestamp, null, "All 2 sampled values are TIMESTAMP.")]
    [InlineData("2024-01-31T10:00:00Z|2024-01-31T10:00:00+01:00", ColumnType.Timestamp, "ISO8601Z", "All 2 sampled values are TIMESTAMP (ISO8601Z).")]
    [InlineData("2024-01-31T10:00:00Z|2024-01-31T10:00:00", ColumnType.Text, null, "1 of 2 sampled values are TIMESTAMP, but not '2024-01-31T10:00:00Z'.")]
    [InlineData("007|8", ColumnType.Text, null, "1 of 2 sampled values are INTEGER, but not '007'.")]
    [InlineData("1|2|n/a", ColumnType.Text, null, "2 of 3 sampled values are INTEGER, but not 'n/a'.")]
    [InlineData("1,000|2,000", ColumnType.Text, null, "2 sampled values fit no narrower type.")]
    [InlineData("-0|1", ColumnType.Text, null, "1 of 2 sampled values are INTEGER, but not '-0'.")]
    [InlineData("||", ColumnType.Text, null, "All 3 sampled values are empty.")]
    public void Conclude_Values_NamesTheNarrowestTypeThatLosesNothing(string values, ColumnType type, string? format, string evidence)
    {
        var inference = new ColumnInference();
        foreach (var value in values.Split('|'))
            inference.Add(Encoding.UTF8.GetBytes(value));

        Assert.Equal(new SourceColumn("c", type, format, evidence), inference.Conclude("c"));
    }

    [Theory]
    [InlineData("12,5|3", ColumnType.Decimal, "18,1", ",", "All 2 sampled values are DECIMAL (18,1), 1 with a comma before decimals.")]
    [InlineData("-0,25|100000,5|", ColumnType.Decimal, "18,2", ",", "All 2 sampled values are DECIMAL (18,2), 2 with a comma before decimals, 1 are empty.")]
    [InlineData("1,5e3|2", ColumnType.Double, null, ",", "All 2 sampled values are DOUBLE, 1 with a comma before decimals.")]
    [InlineData("12.5|3", ColumnType.Decimal, "18,1", null, "All 2 sampled values are DECIMAL (18,1).")]
    [InlineData("0,125|0,250", ColumnType.Decimal, "18,3", ",", "All 2 sampled values are DECIMAL (18,3), 2 with a comma before decimals.")]
    [InlineData("1,000|2,000", ColumnType.Text, null, null, "All 2 sampled values could have the comma between thousands or before decimals; source.decimalSeparator or PARSE_NUMBER says which.")]
    [InlineData("12,5|1.234", ColumnType.Text, null, null, "1 of 2 sampled values are DECIMAL, but not '12,5'.")]
    [InlineData("12,5|3,5|1.234,5", ColumnType.Text, null, null, "2 of 3 sampled values are DECIMAL with a decimal comma, but not '1.234,5'.")]
    [InlineData("01,5|2", ColumnType.Text, null, null, "1 of 2 sampled values are INTEGER, but not '01,5'.")]
    public void Conclude_CommasOrPoints_TakesACommaThatIsProven(string values, ColumnType type, string? format, string? separator, string evidence) =>
        Assert.Equal(new SourceColumn("c", type, format, evidence, separator), Inferred(values, DecimalMark.Either).Conclude("c"));

    [Theory]
    [InlineData("1,000|2,000", ColumnType.Decimal, "18,3", ",", "All 2 sampled values are DECIMAL (18,3), 2 with a comma before decimals.")]
    [InlineData("1.234|2.500", ColumnType.Text, null, ",", "All 2 sampled values could have the point between thousands, since other columns have a comma before decimals; PARSE_NUMBER says which it is.")]
    [InlineData("1.234|2.50", ColumnType.Decimal, "18,3", null, "All 2 sampled values are DECIMAL (18,3).")]
    [InlineData("1|2", ColumnType.Integer, null, ",", "All 2 sampled values are INTEGER.")]
    [InlineData("x|y", ColumnType.Text, null, ",", "2 sampled values fit no narrower type.")]
    public void Conclude_AmongColumnsWithCommas_DoubtsAPointThatMayPartThousands(string values, ColumnType type, string? format, string? separator, string evidence) =>
        Assert.Equal(new SourceColumn("c", type, format, evidence, separator), Inferred(values, DecimalMark.Either).Conclude("c", hasCommas: true));

    [Theory]
    [InlineData("1,000|2,000", ColumnType.Decimal, "18,3")]
    [InlineData("1.5|2.5", ColumnType.Text, null)]
    [InlineData("1|2", ColumnType.Integer, null)]
    public void Conclude_CommasTold_TakesNoPoint(string values, ColumnType type, string? format)
    {
        var column = Inferred(values, DecimalMark.Comma).Conclude("c");

        Assert.Equal((type, format, ","), (column.Type, column.Format, column.DecimalSeparator));
    }

    private static ColumnInference Inferred(string values, DecimalMark mark)
    {
        var inference = new ColumnInference(mark);
        foreach (var value in values.Split('|'))
            inference.Add(Encoding.UTF8.GetBytes(value));
        return inference;
    }

    [Fact]
    public void Conclude_NoRows_IsText() =>
        Assert.Equal(new SourceColumn("c", ColumnType.Text, null, "There are no rows to look at."), new ColumnInference().Conclude("c"));
}
