using System.IO.Compression;
using System.Text;

namespace Ingestion.Core.Tests.Xlsx;

/// <summary>A workbook of one sheet as bytes, its parts written as a test wants them.</summary>
internal sealed class WorkbookBytes
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    private readonly Dictionary<string, byte[]> _parts = new()
    {
        ["_rels/.rels"] = Bytes($"""<Relationships xmlns="{Package}"><Relationship Id="r1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""),
        ["xl/workbook.xml"] = Bytes($"""<workbook xmlns="{Main}" xmlns:r="{Office}"><sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>"""),
        ["xl/_rels/workbook.xml.rels"] = Bytes($"""
            <Relationships xmlns="{Package}"><Relationship Id="r1" Type="{Office}/worksheet" Target="worksheets/sheet1.xml"/>
            <Relationship Id="r2" Type="{Office}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="{Office}/styles" Target="styles.xml"/></Relationships>
            """),
    };

    /// <summary>A workbook whose sheet has these rows: what stands inside <c>sheetData</c>.</summary>
    public static WorkbookBytes OfRows(string rows, string before = "", string after = "") =>
        new WorkbookBytes().With("xl/worksheets/sheet1.xml", $"""<worksheet xmlns="{Main}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>""");

    /// <summary>A workbook with one row of cells.</summary>
    public static WorkbookBytes OfCells(string cells) => OfRows($"<row r=\"1\">{cells}</row>");

    /// <summary>Writes a part, or writes it anew.</summary>
    public WorkbookBytes With(string path, string text) => With(path, Bytes(text));

    /// <summary>Writes a part, or writes it anew.</summary>
    public WorkbookBytes With(string path, byte[] bytes)
    {
        _parts[path] = bytes;
        return this;
    }

    /// <summary>Gives the cells texts to share: what stands inside <c>sst</c>.</summary>
    public WorkbookBytes WithShared(string items) => With("xl/sharedStrings.xml", $"""<sst xmlns="{Main}">{items}</sst>""");

    /// <summary>Gives cells styles: style 0 is plain, style 1 has the first of these formats, and so on.</summary>
    public WorkbookBytes WithFormats(params string[] codes) => With("xl/styles.xml", $"""
        <styleSheet xmlns="{Main}"><numFmts>{string.Concat(codes.Select((code, i) => $"<numFmt numFmtId=\"{200 + i}\" formatCode=\"{code.Replace("\"", "&quot;")}\"/>"))}</numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>{string.Concat(codes.Select((_, i) => $"<xf numFmtId=\"{200 + i}\"/>"))}</cellXfs></styleSheet>
        """);

    /// <summary>Writes the workbook's own part with attributes of <c>workbookPr</c>.</summary>
    public WorkbookBytes WithProperties(string attributes) => With("xl/workbook.xml",
        $"""<workbook xmlns="{Main}" xmlns:r="{Office}"><workbookPr {attributes}/><sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>""");

    /// <summary>The file.</summary>
    public byte[] ToArray(CompressionLevel level = CompressionLevel.Fastest)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, bytes) in _parts)
            {
                using var stream = archive.CreateEntry(path, level).Open();
                stream.Write(bytes);
            }
        }
        return file.ToArray();
    }

    /// <summary>The rows, as <see cref="SheetText"/> writes them, without the last line break.</summary>
    public string Read(bool fillMerged = false, bool skipHidden = false) =>
        SheetText.Of(ToArray(), options: SheetText.Options with { FillMerged = fillMerged, SkipHidden = skipHidden }).TrimEnd('\n');

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
