using System.IO.Compression;
using System.Text;

namespace Ingestion.Core.Tests.Documents;

/// <summary>A Word document as bytes, its lists and styles as a test wants them.</summary>
internal sealed class WordBytes
{
    private const string Main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private readonly StringBuilder _lists = new();
    private readonly StringBuilder _numbers = new();
    private string _styles = "";
    private string _body = "";

    /// <summary>Adds a list with its levels, each with its first number, its format and its text.</summary>
    public WordBytes List(int id, params (int Start, string Format, string Text)[] levels) =>
        Raw($"<w:abstractNum w:abstractNumId=\"{id}\">{string.Concat(levels.Select((level, i) => Level(i, level.Start, level.Format, level.Text)))}</w:abstractNum>");

    /// <summary>Adds a list as it stands in the part.</summary>
    public WordBytes Raw(string list)
    {
        _lists.Append(list);
        return this;
    }

    /// <summary>Adds a number of a list, which may begin its first level anew.</summary>
    public WordBytes Number(int id, int list, int? start = null, string more = "")
    {
        var anew = start is null ? "" : $"<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"{start}\"/></w:lvlOverride>";
        _numbers.Append(null, $"<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{list}\"/>{anew}{more}</w:num>");
        return this;
    }

    /// <summary>Gives it styles: what stands inside <c>styles</c>.</summary>
    public WordBytes Styles(string styles)
    {
        _styles = styles;
        return this;
    }

    /// <summary>Gives it its body.</summary>
    public WordBytes Body(string body)
    {
        _body = body;
        return this;
    }

    /// <summary>Gives it paragraphs: <c>number/level text</c>, or the text alone.</summary>
    public WordBytes Paragraphs(params string[] paragraphs) => Body(string.Concat(paragraphs.Select(Paragraph)));

    /// <summary>A paragraph: <c>number/level text</c>, or the text alone.</summary>
    public static string Paragraph(string paragraph)
    {
        var parts = paragraph.Split(' ', 2);
        return parts[0].Split('/') is [var number, var level]
            ? $"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{number}\"/></w:numPr></w:pPr><w:r><w:t>{parts[1]}</w:t></w:r></w:p>"
            : $"<w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p>";
    }

    /// <summary>A level of a list.</summary>
    public static string Level(int level, int start, string format, string text, string more = "") =>
        $"<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"{start}\"/><w:numFmt w:val=\"{format}\"/>{more}<w:lvlText w:val=\"{text}\"/></w:lvl>";

    /// <summary>The file.</summary>
    public byte[] ToArray()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "_rels/.rels", """<Relationships xmlns="x"><Relationship Id="r1" Type="x/officeDocument" Target="word/document.xml"/></Relationships>""");
            Add(zip, "word/_rels/document.xml.rels", """
                <Relationships xmlns="x"><Relationship Id="r1" Type="x/numbering" Target="numbering.xml"/><Relationship Id="r2" Type="x/styles" Target="styles.xml"/></Relationships>
                """);
            Add(zip, "word/numbering.xml", $"<w:numbering xmlns:w=\"{Main}\">{_lists}{_numbers}</w:numbering>");
            Add(zip, "word/styles.xml", $"<w:styles xmlns:w=\"{Main}\">{_styles}</w:styles>");
            Add(zip, "word/document.xml", $"<w:document xmlns:w=\"{Main}\"><w:body>{_body}</w:body></w:document>");
        }
        return file.ToArray();
    }

    private static void Add(ZipArchive zip, string path, string text)
    {
        using var part = zip.CreateEntry(path, CompressionLevel.Optimal).Open();
        part.Write(Encoding.UTF8.GetBytes(text));
    }
}
