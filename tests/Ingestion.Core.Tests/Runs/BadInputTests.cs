using System.Text;
using Ingestion.Contracts;

namespace Ingestion.Core.Tests.Runs;

/// <summary>What people upload by mistake, and the exact answer to it.</summary>
public sealed class BadInputTests
{
    private const string BadQuote = "A quote is opened and not closed, or text follows a closing quote. Only this line is left out; reading goes on with the next.";

    [Theory]
    [InlineData("", "The file is empty (0 bytes). Upload a file with at least a header line.")]
    [InlineData(" \r\n\t\n", "The file has no text, only white space. Upload a file with at least a header line.")]
    [InlineData("\uFEFF", "The file has no text, only white space. Upload a file with at least a header line.")]
    public void LocalRun_NothingInTheFile_SaysSo(string source, string message) => Assert.Equal(message, EngineRun.Refusal(source));

    [Theory]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3 }, "The file is a PNG image, not delimited text, whatever its name says. Upload the table as delimited text.")]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0, 0, 0, 0, 0 }, "The file is a gzip archive, not delimited text, whatever its name says. Unpack it first.")]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4, 20, 0 }, "The file is a damaged ZIP archive: its end is missing, so the file was probably cut off on its way. Upload it again, or open it in a spreadsheet program and save it anew.")]
    [InlineData(new byte[] { 0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59 }, "The file is a bzip2 archive, not delimited text, whatever its name says. Unpack it first.")]
    [InlineData(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }, "The file is not delimited text: more than an eighth of its first bytes are control characters. Upload the table as text.")]
    public void LocalRun_BinaryFile_SaysWhatItIs(byte[] source, string message) => Assert.Equal(message, EngineRun.Refusal(source));

    [Fact]
    public void LocalRun_BinaryFileWithAnEncodingTold_SaysWhatItIsAllTheSame() =>
        Assert.StartsWith("The file is a PNG image", EngineRun.Refusal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], new Recipe { Source = new() { Encoding = "utf-8" } }));

    [Theory]
    [InlineData("PAR1,PAR2\n1,2\n")]
    [InlineData("BZhang,x\n1,2\n")]
    [InlineData("SQLite,MySQL\n1,2\n")]
    [InlineData("GIF8,x\n1,2\n")]
    [InlineData("%PDF,x\n1,2\n")]
    public void LocalRun_TextThatBeginsLikeABinaryFile_IsRead(string source) => Assert.Equal(["1,2"], EngineRun.Of(source).Rows);

    [Fact]
    public void LocalRun_HeaderOnly_GivesAnEmptyResultWithItsColumns()
    {
        var run = EngineRun.Of("id,name\n");

        Assert.Equal("id,name\n", run.Csv);
        Assert.Equal(default, run.Counts);
        Assert.Empty(run.Manifest.Parts);
    }

    [Fact]
    public void LocalRun_SkipRowsBeyondTheFile_SaysSo() =>
        Assert.Equal("There is no row after the 10 skipped lines. Is source.skipRows right?", EngineRun.Refusal("a,b\n1,2\n", new Recipe { Source = new() { SkipRows = 10 } }));

    [Fact]
    public void LocalRun_NulByte_MakesItsRowUnreadable() =>
        AssertUnreadable("a,b\n1,x\n2,y\0z\n3,w\n", 3, "There is a NUL byte at byte 11; text has none.");

    [Fact]
    public void LocalRun_NulInTheHeader_IsLeftOut() => Assert.Equal("a,b\n1,x\n", EngineRun.Of("a\0,b\n1,x\n", new Recipe { Source = new() { HeaderRows = 1 } }).Csv);

    [Fact]
    public void LocalRun_InvalidUtf8_NamesTheByte()
    {
        byte[] source = [.. "n,city\n1,Zürich\n2,Gen"u8, 0xE8, .. "ve\n3,Köln\n"u8];

        var run = EngineRun.Of(source);

        var reject = Assert.Single(run.RejectedRows());
        Assert.Equal("Byte 22 (0xE8) is not valid UTF-8. If the file is in another encoding, set source.encoding, such as windows-1252.", reject.Violations[0].Message);
        Assert.Equal("2,Gen\uFFFDve", reject.Raw);
        Assert.Equal([.. "2,Gen"u8, 0xE8, .. "ve"u8], Convert.FromBase64String(reject.RawBase64!));
        Assert.Equal(["1,Zürich", "3,Köln"], run.Rows);
    }

    [Fact]
    public void LocalRun_BytesOutsideATranscodedEncoding_NameTheEncoding()
    {
        byte[] source = [.. Encoding.Unicode.GetBytes("\uFEFFa,b\n1,x\n2,"), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("\n3,y\n")];

        var reject = Assert.Single(EngineRun.Of(source).RejectedRows());

        Assert.Equal((3L, "Some bytes are not valid utf-16. Is source.encoding right?"), (reject.LineNumber, reject.Violations[0].Message));
    }

    [Fact]
    public void LocalRun_TooManyColumns_SaysHowMany() =>
        Assert.Equal("The first row has 50,000 columns; at most 10,000 are read. Is the delimiter right?",
            EngineRun.Refusal(string.Join(',', Enumerable.Range(0, 50_000)) + "\n"));

    [Fact]
    public void LocalRun_ManyColumns_AreRead()
    {
        var row = string.Join(',', Enumerable.Range(0, 1000));

        Assert.Equal([row], EngineRun.Of($"{string.Join(',', Enumerable.Range(0, 1000).Select(i => $"c{i}"))}\n{row}\n").Rows);
    }

    [Theory]
    [InlineData("a,,a,column_2,a\n1,2,3,4,5\n", "a,column_2_2,a_2,column_2,a_3")]
    [InlineData("a,a_2,a\n1,2,3\n", "a,a_2,a_3")]
    [InlineData(" a , a,A\n1,2,3\n", "a,a_2,A")]
    [InlineData(",,\n1,2,3\n", "column_1,column_2,column_3")]
    public void LocalRun_DuplicateAndEmptyNames_BecomeUnique(string source, string header) =>
        Assert.Equal(header, EngineRun.Of(source).Csv.Split('\n')[0]);

    [Fact]
    public void LocalRun_MixedLineEndsAndNoLastOne_AreAllRecordEnds()
    {
        var run = EngineRun.Of("a,b\r\n1,x\n2,y\r3,z\r\n\r\n4,w");

        Assert.Equal(["1,x", "2,y", "3,z", "4,w"], run.Rows);
        Assert.Equal("MIXED", run.Layout.LineEnd);
        Assert.False(run.IsTolerant);
    }

    [Fact]
    public void LocalRun_EmptyLines_AreNoRowsExceptInASingleColumn()
    {
        Assert.Equal(new RowCounts(2, 2, 0, 0, 0), EngineRun.Of("a,b\n1,x\n\n\n2,y\n\n").Counts);
        Assert.Equal(new RowCounts(4, 4, 0, 0, 0), EngineRun.Of("a\n1\n\n\n2\n").Counts);
        Assert.Equal("a\n1\n", EngineRun.Of("\n\na\n1\n").Csv);
    }

    [Fact]
    public void LocalRun_QuoteNeverClosed_CostsOneLine()
    {
        var run = EngineRun.Of("a,b\n1,\"open\n2,y\n3,\"z\"\n");

        AssertUnreadable("a,b\n1,\"open\n2,y\n3,\"z\"\n", 2, BadQuote);
        Assert.Equal(["2,y", "3,z"], run.Rows);
        Assert.True(run.IsTolerant);
    }

    [Fact]
    public void LocalRun_QuoteNeverClosedInTheHeader_StillNamesTheColumns()
    {
        var run = EngineRun.Of("\"id,name\n1,x\n2,\"y\"\n");

        Assert.Equal("id,name\n1,x\n2,y\n", run.Csv);
    }

    private static void AssertUnreadable(string source, long lineNumber, string message)
    {
        var reject = Assert.Single(EngineRun.Of(source).RejectedRows());
        Assert.Equal((RowVerdict.Unreadable, lineNumber), (reject.Verdict, reject.LineNumber));
        Assert.Equal([new Violation("UNREADABLE", null, message)], reject.Violations);
    }
}
