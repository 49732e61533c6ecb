using System.Text;
using Ingestion.Core.Csv;

namespace Ingestion.Core.Tests.Csv;

public sealed class CsvRecordReaderTests
{
    [Theory]
    [InlineData("a,b\nc,d\n", "a|b", "c|d")]
    [InlineData("a,b\rc,d\r\ne,f", "a|b", "c|d", "e|f")]
    [InlineData("say \"hi\",b\nc,d\n", "say \"hi\"|b", "c|d")]
    [InlineData("\"open,b\nc,d\n", "!\"open,b", "c|d")]
    [InlineData("\"a\"x,b\nc,d\n", "!\"a\"x,b", "c|d")]
    [InlineData("say \"hi\",\"open\nc,d\n", "!say \"hi\",\"open", "c|d")]
    [InlineData("say \"hi\",\"a\nb\"\nc,d\n", "say \"hi\"|a\nb", "c|d")]
    [InlineData("\uFEFFa,b\n\"x\n\uFEFFc,d\n", "\uFEFFa|b", "!\"x", "\uFEFFc|d")]
    public void Read_Tolerant_KeepsWhatIsReadable(string text, params string[] expected) =>
        Assert.Equal(expected, Records(text, skipEmptyLines: true));

    [Theory]
    [InlineData("a\n\nb\n", "a", "", "b")]
    [InlineData("\n\n", "", "")]
    [InlineData("\"x\n\n\nb", "!\"x", "", "", "b")]
    [InlineData("\uFEFF\n\"x\n\uFEFF\n\n", "\uFEFF", "!\"x", "\uFEFF", "")]
    public void Read_OneColumn_ReadsEmptyLinesAsRows(string text, params string[] expected) =>
        Assert.Equal(expected, Records(text, skipEmptyLines: false));

    [Fact]
    public void Read_QuotesThatHoldTooMuch_LeavesOneLineOut() =>
        Assert.Equal(["!a,\"b", "c,d".Replace(',', '|'), "e|f\""],
            Records("a,\"b\nc,d\ne,f\"\n", skipEmptyLines: true, maxRecordBytes: 10));

    [Fact]
    public void Read_FileWithManyOpenQuotes_TakesTimeInProportion()
    {
        // Every other line opens a quote that nothing closes properly; each is looked at a bounded number of times.
        var text = string.Concat(Enumerable.Repeat("1,\"open\n2,plain\n\uFEFF3,x\n", 100_000));

        var records = Records(text, skipEmptyLines: true, maxRecordBytes: 1000);

        Assert.Equal(300_000, records.Count);
        Assert.Equal(100_000, records.Count(record => record[0] == '!'));
    }

    /// <summary>Fields joined by <c>|</c>; a malformed record's raw line after <c>!</c>.</summary>
    private static List<string> Records(string text, bool skipEmptyLines, int maxRecordBytes = int.MaxValue)
    {
        using var reader = new CsvRecordReader(Encoding.UTF8.GetBytes(text), CsvDialect.Default, skipEmptyLines, maxRecordBytes);
        var records = new List<string>();
        while (reader.Read())
        {
            records.Add(reader.IsMalformed
                ? "!" + Encoding.UTF8.GetString(reader.RawRecord)
                : string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Encoding.UTF8.GetString(reader.GetSpan(i)))));
        }
        return records;
    }
}
