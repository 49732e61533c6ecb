using System.IO.Compression;
using System.Text;
using Ingestion.Benchmarks.Orders;

namespace Ingestion.Benchmarks.Workbooks;

/// <summary>
/// The benchmark's workbook: one sheet of 12 columns as Excel would write it, with shared texts, whole numbers, prices of 17 digits, dates,
/// timestamps and booleans. The same cells for the same number of rows, on every machine.
/// </summary>
internal sealed class WorkbookFile
{
    private const int Version = 1;
    private const int FirstDay = 44_000;

    // The styles' numbers in Styles below.
    private const int Day = 1;
    private const int Moment = 2;
    private const int Price = 3;

    private static readonly string[] Countries = ["DE", "FR", "ES", "PL", "US", "GB", "DK", "TR", "VN", "JP", "BR", "IT", "SE", "IS", "CZ", "KR"];
    private static readonly string[] Statuses = ["NEW", "PAID", "SHIPPED", "DELIVERED", "CANCELLED"];
    private static readonly string[] Names = ["Anna Müller", "Zoë García", "Łukasz Nowak", "Grace O'Brien", "Søren Østergaard", "美咲 Kim", "Peter & Paul", "Olga Петрова"];
    private static readonly string[] Header = ["order_id", "name", "email", "country", "order_date", "created_at", "age", "quantity", "unit_price", "status", "paid", "weight"];

    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, int> _shared = [];
    private SplitMix64 _random = new(20_240_601);

    private WorkbookFile()
    {
    }

    /// <summary>The path of the file of <paramref name="rows"/> rows in <paramref name="folder"/>, written unless it is there.</summary>
    public static string Ensure(string folder, long rows)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"workbook-{rows}-v{Version}.xlsx");
        if (!File.Exists(path))
        {
            new WorkbookFile().Write(path + ".tmp", (int)rows);
            File.Move(path + ".tmp", path);
        }

        return path;
    }

    private void Write(string path, int rows)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        Write(archive, "[Content_Types].xml", ContentTypes);
        Write(archive, "_rels/.rels", Relationships(("officeDocument", "xl/workbook.xml")));
        Write(archive, "xl/workbook.xml", Workbook);
        Write(archive, "xl/_rels/workbook.xml.rels", Relationships(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")));
        Write(archive, "xl/styles.xml", Styles);
        WriteSheet(archive, rows);
        WriteShared(archive);
    }

    private void WriteSheet(ZipArchive archive, int rows)
    {
        using var writer = Open(archive, "xl/worksheets/sheet1.xml");
        writer.Write($"{Declaration}<worksheet xmlns=\"{Main}\"><sheetData>");
        BeginRow(1);
        foreach (var (column, name) in Header.Index())
        {
            AppendShared(column, 1, name);
        }

        EndRow(writer);
        for (var row = 2; row <= rows + 1; row++)
        {
            BeginRow(row);
            AppendRow(row);
            EndRow(writer);
        }

        writer.Write("</sheetData></worksheet>");
    }

    private void AppendRow(int row)
    {
        var day = FirstDay + _random.Next(1500);
        AppendNumber(0, row, 0, $"{row - 1}");
        AppendShared(1, row, $"{Names[_random.Next(Names.Length)]} {_random.Next(5000)}");
        AppendShared(2, row, $"user{row - 1}@example.org");
        AppendShared(3, row, Countries[_random.Next(Countries.Length)]);
        AppendNumber(4, row, Day, $"{day}");
        AppendNumber(5, row, Moment, $"{day + (_random.Next(86_400) / 86_400d):G17}");
        AppendNumber(6, row, 0, $"{18 + _random.Next(70)}");
        AppendNumber(7, row, 0, $"{1 + _random.Next(100)}");
        // Excel writes 17 digits, whether they are needed or not.
        AppendNumber(8, row, Price, $"{_random.Next(100_000) / 100d:G17}");
        AppendShared(9, row, Statuses[_random.Next(Statuses.Length)]);
        _text.Append($"<c r=\"K{row}\" t=\"b\"><v>{_random.Next(2)}</v></c>");
        AppendNumber(11, row, 0, $"{_random.Next(100_000) / 1000d:R}");
    }

    private void BeginRow(int row) => _text.Append($"<row r=\"{row}\" spans=\"1:12\" ht=\"15\">");

    private void EndRow(StreamWriter writer)
    {
        writer.Write(_text.Append("</row>"));
        _text.Clear();
    }

    private void AppendNumber(int column, int row, int style, string value) =>
        _text.Append($"<c r=\"{(char)('A' + column)}{row}\" s=\"{style}\"><v>{value}</v></c>");

    private void AppendShared(int column, int row, string text)
    {
        if (!_shared.TryGetValue(text, out var index))
        {
            _shared.Add(text, index = _shared.Count);
        }

        _text.Append($"<c r=\"{(char)('A' + column)}{row}\" s=\"0\" t=\"s\"><v>{index}</v></c>");
    }

    private void WriteShared(ZipArchive archive)
    {
        using var writer = Open(archive, "xl/sharedStrings.xml");
        writer.Write($"{Declaration}<sst xmlns=\"{Main}\" uniqueCount=\"{_shared.Count}\">");
        foreach (var text in _shared.Keys)
        {
            writer.Write($"<si><t>{text.Replace("&", "&amp;", StringComparison.Ordinal)}</t></si>");
        }

        writer.Write("</sst>");
    }

    private static void Write(ZipArchive archive, string path, string text)
    {
        using var writer = Open(archive, path);
        writer.Write(text);
    }

    private static StreamWriter Open(ZipArchive archive, string path) => new(archive.CreateEntry(path, CompressionLevel.Optimal).Open(), new UTF8Encoding(false), 1 << 16);

    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    private const string Workbook = $"""{Declaration}<workbook xmlns="{Main}" xmlns:r="{Office}"><sheets><sheet name="Orders" sheetId="1" r:id="rId1"/></sheets></workbook>""";

    private const string Styles = $"""
        {Declaration}<styleSheet xmlns="{Main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>
        <cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/>
        <xf numFmtId="22" applyNumberFormat="1"/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs></styleSheet>
        """;

    private const string ContentTypes = $"""
        {Declaration}<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
        <Override PartName="/xl/workbook.xml" ContentType="{Type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{Type}.worksheet+xml"/>
        <Override PartName="/xl/styles.xml" ContentType="{Type}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="{Type}.sharedStrings+xml"/></Types>
        """;

    private static string Relationships(params (string Type, string Target)[] targets) =>
        $"{Declaration}<Relationships xmlns=\"{Package}/relationships\">"
        + string.Concat(targets.Select((target, i) => $"<Relationship Id=\"rId{i + 1}\" Type=\"{Office}/{target.Type}\" Target=\"{target.Target}\"/>"))
        + "</Relationships>";
}
