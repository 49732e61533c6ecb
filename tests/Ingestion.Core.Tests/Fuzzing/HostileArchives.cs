using System.IO.Compression;
using System.Text;
using Ingestion.Core.Tests.Documents;
using Ingestion.Core.Tests.Xlsx;

namespace Ingestion.Core.Tests.Fuzzing;

/// <summary>Small workbooks and Word documents that are made to cost much.</summary>
internal static class HostileArchives
{
    private const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private const string Laughs = """<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>""";

    /// <summary>Each by what it does.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> All { get; } = new Dictionary<string, Func<byte[]>>
    {
        ["sheet: hundreds of megabytes of spaces"] = () => Sheet(Repeated(" ", 1 << 28)),
        ["sheet: as many empty rows as are unpacked"] = () => Sheet(Repeated("<row/>", 4_000_000)),
        ["sheet: as many empty cells as are unpacked"] = () => Sheet(Repeated("<row><c/><c/><c/></row>", 1_000_000)),
        ["sheet: as many cells as are unpacked"] = () => Sheet(Repeated("<row><c><v>1</v></c><c t=\"b\"><v>1</v></c></row>", 600_000)),
        ["sheet: a long text shared by every cell"] = () => WorkbookBytes.OfRows(Text("<row><c t=\"s\"><v>0</v></c></row>", 20_000))
            .WithShared($"<si><t>{new string('x', 1 << 20)}</t></si>").ToArray(CompressionLevel.Optimal),
        ["sheet: a million merged ranges"] = () => WorkbookBytes.OfRows("<row><c><v>1</v></c></row>", after: $"<mergeCells>{Text("<mergeCell ref=\"A1:XFD1048576\"/>", 500_000)}</mergeCells>").ToArray(CompressionLevel.Optimal),
        ["sheet: entities within entities"] = () => WorkbookBytes.OfRows("").With("xl/worksheets/sheet1.xml", Laughs + "<worksheet><sheetData><row><c t=\"str\"><v>&c;</v></c></row></sheetData></worksheet>").ToArray(),
        ["shared texts: as many as are unpacked"] = () => WorkbookBytes.OfCells("<c t=\"s\"><v>0</v></c>").WithShared(Text("<si><t/></si>", 1_500_000)).ToArray(CompressionLevel.Optimal),
        ["shared texts: one without an end"] = () => WorkbookBytes.OfCells("<c t=\"s\"><v>0</v></c>").WithShared($"<si><t>{new string('x', 16 << 20)}</t></si>").ToArray(CompressionLevel.Optimal),
        ["styles: as many as are unpacked"] = () => WorkbookBytes.OfCells("<c s=\"1\"><v>1</v></c>").With("xl/styles.xml", $"<styleSheet><cellXfs>{Text("<xf/>", 3_000_000)}</cellXfs></styleSheet>").ToArray(CompressionLevel.Optimal),
        ["relationships: as many as are unpacked"] = () => WorkbookBytes.OfRows("").With("xl/_rels/workbook.xml.rels", $"<Relationships>{Text("<Relationship Id=\"a\" Type=\"b\" Target=\"c\"/>", 400_000)}</Relationships>").ToArray(CompressionLevel.Optimal),
        ["workbook: the same sheet a hundred thousand times"] = SameSheet,
        ["archive: parts that share their bytes"] = SharedBytes,
        ["Word: hundreds of megabytes of spaces"] = () => Document(Repeated(" ", 1 << 28)),
        ["Word: entities within entities"] = () => Document(Encoding.UTF8.GetBytes($"{Laughs}<w:document xmlns:w=\"{Word}\"><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>"), isWhole: true),
        ["Word: tables within tables"] = () => Document(Encoding.UTF8.GetBytes(Text("<w:tbl><w:tr><w:tc>", 100_000))),
        ["Word: a hundred thousand empty tables"] = () => Document(Repeated("<w:tbl><w:tr><w:tc/></w:tr></w:tbl>", 100_000)),
        ["Word: as many empty tables as are read"] = () => Document(Repeated("<w:tbl><w:tr><w:tc/></w:tr></w:tbl>", 10_000)),
        ["Word: a cell without an end"] = () => Document(Encoding.UTF8.GetBytes($"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{new string('x', 15 << 20)}")),
        ["Word: a row of cells as wide as a table gets"] = () => Document(Repeated("<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"1000\"/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", 9_000)),
        ["Word: as many paragraphs as are unpacked"] = () => Document(Repeated("<w:p><w:r><w:t>x</w:t></w:r></w:p>", 450_000)),
        ["Word: headings within headings"] = () => Document(Repeated("<w:p><w:pPr><w:outlineLvl w:val=\"8\"/></w:pPr><w:r><w:t>heading</w:t></w:r></w:p>", 200_000)),
        ["Word: numbers as long as they get"] = () => new WordBytes().List(1, (1, "lowerRoman", string.Concat(Enumerable.Repeat("%1", 10_000)))).Number(1, 1, start: 32_000)
            .Body(Text("<w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>", 150_000)).ToArray(),
        ["Word: as many lists as are unpacked"] = () => new WordBytes().Raw(string.Concat(Enumerable.Range(1, 200_000).Select(i => $"<w:abstractNum w:abstractNumId=\"{i}\"/>"))).Body("<w:p/>").ToArray(),
        ["Word: styles based on each other"] = () => new WordBytes()
            .Styles(string.Concat(Enumerable.Range(1, 50_000).Select(i => $"<w:style w:type=\"paragraph\" w:styleId=\"s{i}\"><w:basedOn w:val=\"s{i - 1}\"/></w:style>")))
            .Body(string.Concat(Enumerable.Range(1, 50_000).Select(i => $"<w:p><w:pPr><w:pStyle w:val=\"s{i}\"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>"))).ToArray(),
    };

    private static byte[] Sheet(byte[] rows) =>
        WorkbookBytes.OfRows("").With("xl/worksheets/sheet1.xml", [.. "<worksheet><sheetData>"u8, .. rows, .. "</sheetData></worksheet>"u8]).ToArray(CompressionLevel.Optimal);

    private static byte[] Document(byte[] body, bool isWhole = false)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "_rels/.rels", """<Relationships xmlns="x"><Relationship Id="r1" Type="x/officeDocument" Target="word/document.xml"/></Relationships>"""u8.ToArray());
            Add(zip, "word/document.xml", isWhole ? body : [.. Encoding.UTF8.GetBytes($"<w:document xmlns:w=\"{Word}\"><w:body>"), .. body, .. "</w:body></w:document>"u8]);
        }
        return file.ToArray();
    }

    private static byte[] SameSheet() => WorkbookBytes.OfRows(Text("<row/>", 100_000)).With("xl/workbook.xml",
        $"""<workbook xmlns:r="x"><sheets>{Text("<sheet name=\"a\" r:id=\"r1\"/>", 100_000)}</sheets></workbook>""").ToArray(CompressionLevel.Optimal);

    /// <summary>A directory of a thousand names for the same sixteen megabytes.</summary>
    private static byte[] SharedBytes()
    {
        var file = Sheet(Repeated(" ", 15 << 20));
        var end = file.Length - 22;
        var start = BitConverter.ToInt32(file, end + 16);
        var entries = file[start..end];
        var sheet = entries[entries.AsSpan().LastIndexOf("PK\u0001\u0002"u8)..];
        var many = new List<byte>(file[..start]);
        many.AddRange(entries);
        for (var i = 0; i < 1000; i++)
        {
            Encoding.ASCII.GetBytes(i.ToString("D4", System.Globalization.CultureInfo.InvariantCulture)).CopyTo(sheet, 46);
            many.AddRange(sheet);
        }
        var tail = file[end..];
        BitConverter.TryWriteBytes(tail.AsSpan(12), many.Count - start);
        many.AddRange(tail);
        return [.. many];
    }

    private static void Add(ZipArchive zip, string path, byte[] bytes)
    {
        using var stream = zip.CreateEntry(path, CompressionLevel.Optimal).Open();
        stream.Write(bytes);
    }

    private static byte[] Repeated(string text, int times)
    {
        var piece = Encoding.UTF8.GetBytes(text);
        var bytes = new byte[piece.Length * times];
        piece.CopyTo(bytes);
        // Twice as much each time: a copy a piece would take seconds where a piece is a space.
        for (var filled = piece.Length; filled < bytes.Length; filled *= 2)
            bytes.AsSpan(0, Math.Min(filled, bytes.Length - filled)).CopyTo(bytes.AsSpan(filled));
        return bytes;
    }

    private static string Text(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
