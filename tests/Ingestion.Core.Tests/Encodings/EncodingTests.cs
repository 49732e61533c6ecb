using System.Text;
using System.Text.RegularExpressions;
using Ingestion.Contracts;
using Ingestion.Core.Csv;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Encodings;

/// <summary>Which encodings are found, as docs/formats.md says, in tables that people keep in their languages.</summary>
public sealed partial class EncodingTests
{
    private const int EnglishRows = 20;

    public static TheoryData<string, string, string> Rows { get; } = new(
        from Match row in Row().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "formats.md")))
        from language in row.Groups[2].Value is "all" ? EncodingCorpus.Texts.Keys : row.Groups[2].Value.Split(", ")
        select (row.Groups[1].Value, language, row.Groups[3].Value));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Detect_TableInALanguage_FindsAnEncodingThatReadsIt(string written, string language, string found)
    {
        var text = EncodingCorpus.Texts[language];
        // Most tables are mostly ASCII.
        var sparse = string.Join('\n', text.Split('\n').SelectMany(line => Enumerable.Repeat("12,John Smith,London,Delivered in time and without damage", EnglishRows).Prepend(line)));

        foreach (var table in new[] { text, sparse })
        {
            var bytes = Encode(written, table);
            var encoding = SourceEncoding.Detect(bytes, new());
            Assert.Equal(found, encoding.Name);
            Assert.Equal(table, Encoding.UTF8.GetString(encoding.ToUtf8(bytes.AsSpan(encoding.PreambleBytes))));
        }
    }

    [Fact]
    public void Page_NamesEveryEncodingAndLanguage()
    {
        Assert.Equal(EncodingCorpus.Texts.Keys.Order(), Rows.Select(row => row.Data.Item2).Distinct().Order());
        Assert.True(Rows.Select(row => row.Data.Item1).Distinct().Count() >= 29);
    }

    [Fact]
    public void Detect_WhereAnotherEncodingFitsToo_SaysSo_AndTheUserDecides()
    {
        var source = Encode("iso-8859-2", EncodingCorpus.Texts["Hungarian"]);

        Assert.Contains("It may be windows-1252 too: if letters are wrong, set source.encoding.", SourceEncoding.Detect(source, new()).Evidence, StringComparison.Ordinal);
        Assert.Contains("1,Tóth Győző,Győr,A csomag időben megérkezett hozzánk", EngineRun.Of(source).Rows);
        Assert.Contains("1,Tóth Gyõzõ,Gyõr,A csomag idõben megérkezett hozzánk", EngineRun.Of(source, new Recipe { Source = new() { Encoding = "windows-1252" } }).Rows);
    }

    [Fact]
    public void Detect_BytesThatMeanTheSameInSeveralEncodings_IsTheMostUsual() =>
        Assert.Equal("windows-1252", SourceEncoding.Detect([.. "bank"u8, 0xA0, .. ",city\nSouthern"u8, 0xA0, .. "Bank,Reno\n"u8], new()).Name);

    private static byte[] Encode(string written, string text)
    {
        var (name, hasMark) = written.EndsWith(" with mark", StringComparison.Ordinal) ? (written[..^10], true) : (written, false);
        var encoding = Core.Plans.SourceOptionsCheck.Find(name)!;
        var bytes = encoding.GetBytes(text);
        Assert.Equal(text, encoding.GetString(bytes));
        return hasMark ? [.. encoding.GetPreamble(), .. bytes] : bytes;
    }

    [GeneratedRegex(@"^\| (\S+(?: with mark)?) \| (all|[A-Z][A-Za-z]+(?:, [A-Z][A-Za-z]+)*) \| (\S+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
