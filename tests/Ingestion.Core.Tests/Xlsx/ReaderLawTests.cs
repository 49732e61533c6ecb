using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using CsCheck;
using Ingestion.Core.Documents;
using Ingestion.Core.Tests.Corpora;
using Ingestion.Core.Xlsx;
using Ingestion.Core.Documents.Xml;

namespace Ingestion.Core.Tests.Xlsx;

/// <summary>What holds for every workbook.</summary>
public sealed class ReaderLawTests
{
    private static readonly string[] Real =
    [
        "calamine-xlsx/merged_range.xlsx", "calamine-xlsx/date.xlsx", "calamine-xlsx/inlineStr_cdata.xlsx", "calamine-xlsx/richtext-namespaced.xlsx",
        "calamine-xlsx/shared_formula_simple.xlsx", "docling-xlsx/xlsx_06_edge_cases_.xlsx",
    ];

    private static readonly Gen<string> AnyCell =
        from reference in Gen.OneOf("", " r=\"A1\"", " r=\"C1\"", " r=\"B1\"", " r=\"ZZ1\"", " r=\"XFE1\"", " r='D1'", " r=\"1\"")
        from style in Gen.OneOf("", " s=\"0\"", " s=\"1\"", " s=\"2\"", " s=\"x\"", " cm=\"1\"")
        from type in Gen.OneOf("", " t=\"n\"", " t=\"s\"", " t=\"b\"", " t=\"e\"", " t=\"d\"", " t=\"str\"", " t=\"inlineStr\"", " t=\"?\"")
        from value in Gen.OneOf("1", "0", "44197.25", "1.1000000000000001", "-5", "2", "a", " a ", "é", "&amp;", "_x0041_", "", "2024-01-01", "#N/A", "\r\n", "1e5")
        from form in Gen.OneOf("<v>{0}</v>", "<f>A1</f><v>{0}</v>", "<f/><v>{0}</v>", "<is><t>{0}</t></is>", "<is><r><t>{0}</t></r></is>", "<v xml:space=\"preserve\">{0}</v>", "", "<v/>")
        from order in Gen.Bool
        select $"<c{(order ? reference + style + type : type + reference + style)}>{string.Format(CultureInfo.InvariantCulture, form, value)}</c>";

    [Fact]
    public void Read_AnyCells_GivesTheSameFastAndSlow() =>
        AnyCell.Array[1, 6].Sample(
            cells =>
            {
                var file = WorkbookBytes.OfCells(string.Concat(cells)).WithShared("<si><t>zero</t></si><si><t>one</t></si>").WithFormats("yyyy-mm-dd", "[h]:mm").ToArray(CompressionLevel.NoCompression);
                Assert.Equal(Outcome(file, isSlow: true), Outcome(file, isSlow: false));
            },
            iter: 2_000);

    [Theory]
    [MemberData(nameof(CalamineTests.Files), MemberType = typeof(CalamineTests))]
    [MemberData(nameof(DoclingTests.Files), MemberType = typeof(DoclingTests))]
    public void Read_RealFile_GivesTheSameFastAndSlow(string file, string expected)
    {
        var folder = file.StartsWith("xlsx_", StringComparison.Ordinal) ? "docling-xlsx" : "calamine-xlsx";

        Assert.Equal(expected, SheetText.OfAll(CorpusFiles.Read($"{folder}/{file}"), isSlow: true));
    }

    [Fact]
    public void Read_FileWithAnyBytesChanged_GivesRowsOrSaysWhyNot() =>
        Gen.Select(Gen.OneOf(Real), Changes).Sample(
            (name, changes) => Assert.NotNull(Outcome(Changed(CorpusFiles.Read(name), changes), isSlow: false)),
            iter: 400);

    [Fact]
    public void Read_PartWithAnyBytesChanged_GivesRowsOrSaysWhyNot() =>
        Gen.Select(Gen.OneOf(Real), Gen.Int[0, 100], Changes, Gen.Bool).Sample(
            (name, part, changes, fillMerged) => Assert.NotNull(Outcome(WithPartChanged(CorpusFiles.Read(name), part, changes), isSlow: false, fillMerged)),
            iter: 1_000);

    [Fact]
    public void Read_TenTimesTheRows_AllocatesNoMore()
    {
        var (small, large) = (Rows(2_000), Rows(20_000));
        Allocated(small, out _);

        var allocated = Allocated(small, out var smallRows);
        var tenfold = Allocated(large, out var largeRows);

        Assert.Equal((2_000, 20_000), (smallRows, largeRows));
        Assert.InRange(tenfold - allocated, -65_536, 65_536);
        Assert.InRange(allocated, 0, 1 << 20);
    }

    [Fact]
    public void Read_XmlLongerThanTheBuffer_IsWhatTheFrameworkReads() =>
        Gen.Int[0, 40].Sample(
            shift =>
            {
                var text = new StringBuilder("<a>").Append('x', shift);
                for (var i = 0; text.Length < 300_000; i++)
                    text.Append(CultureInfo.InvariantCulture, $"<b c=\"{i}>\" d='&lt;'>t&amp;\r\n{i}é<!-- {i} --><![CDATA[&{i}\r]]></b>\n<e/>");
                text.Append('y', 200_000).Append("&gt;</a>");
                var xml = text.ToString();

                Assert.Equal(XElement.Parse(xml, LoadOptions.PreserveWhitespace).Value, Text(xml));
            },
            iter: 20);

    private static Gen<(int Position, byte Value)[]> Changes { get; } = Gen.Select(Gen.Int[0, 1 << 20], Gen.OneOf(Gen.Byte, Gen.OneOf("<>/&\"'= !?]-09A"u8.ToArray()))).Array[1, 6];

    /// <summary>The rows, or what the message says; anything else is thrown.</summary>
    private static string Outcome(byte[] file, bool isSlow, bool fillMerged = false)
    {
        try
        {
            return SheetText.OfAll(file, SheetText.Options with { FillMerged = fillMerged }, isSlow);
        }
        catch (UnreadableSourceException unreadable)
        {
            return "! " + unreadable.Message;
        }
    }

    private static byte[] Changed(byte[] bytes, (int Position, byte Value)[] changes)
    {
        foreach (var (position, value) in changes)
            bytes[position % bytes.Length] = value;
        return bytes;
    }

    private static byte[] WithPartChanged(byte[] file, int part, (int Position, byte Value)[] changes)
    {
        using var changed = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(file)))
        using (var to = new ZipArchive(changed, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entries = from.Entries.Where(entry => entry.FullName.EndsWith(".xml", StringComparison.Ordinal) || entry.FullName.EndsWith(".rels", StringComparison.Ordinal)).ToList();
            foreach (var (i, entry) in entries.Index())
            {
                using var bytes = new MemoryStream();
                using (var stream = entry.Open())
                    stream.CopyTo(bytes);
                using var copy = to.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
                copy.Write(i == part % entries.Count ? Changed(bytes.ToArray(), changes) : bytes.ToArray());
            }
        }
        return changed.ToArray();
    }

    private static byte[] Rows(int count)
    {
        var rows = new StringBuilder();
        for (var row = 1; row <= count; row++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"<row r=\"{row}\"><c r=\"A{row}\"><v>{row}</v></c><c r=\"B{row}\" s=\"1\"><v>{44000 + (row / 7d):G17}</v></c>")
                .Append(CultureInfo.InvariantCulture, $"<c r=\"C{row}\" t=\"s\"><v>{row % 2}</v></c><c r=\"D{row}\"><v>{row / 10d:G17}</v></c><c r=\"E{row}\" t=\"inlineStr\"><is><t> é &amp; {row}</t></is></c>")
                .Append(CultureInfo.InvariantCulture, $"<c r=\"F{row}\" t=\"b\"><v>1</v></c><c r=\"G{row}\" t=\"d\"><v>2024-01-01T10:00</v></c></row>");
        }
        return WorkbookBytes.OfRows(rows.ToString()).WithShared("<si><t>zero</t></si><si><t>one</t></si>").WithFormats("yyyy-mm-dd h:mm").ToArray();
    }

    private static long Allocated(byte[] file, out int rows)
    {
        var sink = new CountingSink();
        var before = GC.GetAllocatedBytesForCurrentThread();
        using (var document = XlsxDocument.Open(new MemoryStream(file), SheetText.Options, TestContext.Current.CancellationToken))
            document.Read(document.Tables[0], sink, TestContext.Current.CancellationToken);
        rows = sink.Rows;
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Text(string xml)
    {
        using var reader = new Utf8XmlReader(new MemoryStream(Encoding.UTF8.GetBytes(xml)), "a.xml", new DocumentLimits());
        var text = new StringBuilder();
        while (reader.Read() is var token && token != XmlToken.None)
        {
            if (token != XmlToken.Text)
                continue;
            var piece = new byte[reader.Text.Length];
            reader.Text.CopyTo(piece);
            text.Append(Encoding.UTF8.GetString(piece, 0, XmlText.Resolve(reader.Text, piece, reader.IsLiteral)));
        }
        return text.ToString();
    }
}
