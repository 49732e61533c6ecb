using System.IO.Compression;
using System.Xml;
using ClosedXML.Excel;
using Ingestion.Benchmarks.Running;
using Ingestion.Contracts;
using Ingestion.Core.Documents;
using Ingestion.Core.Xlsx;
using MiniExcelLibs;

namespace Ingestion.Benchmarks.Workbooks;

/// <summary>Everyone who reads the workbook. Each touches every cell's value and answers how many rows there were.</summary>
internal static class WorkbookReaders
{
    /// <summary>The contestant that reads nothing: what a process of this program takes before it works.</summary>
    public const string Base = "base";

    /// <summary>The contestant that the others are compared to.</summary>
    public const string Ours = "ours";

    private const string SheetPath = "xl/worksheets/sheet1.xml";

    private static readonly DocumentOptions Options = new(FillMerged: false, SkipHidden: false, new DocumentLimits());

    public static IReadOnlyList<IContestant> All { get; } =
    [
        new Reader(Base, _ => 0),
        new Reader(Ours, args => Read(args, new LengthSink())),
        new Reader("ours-staged", Stage),
        new Reader("inflate", Inflate),
        new Reader("xmlreader", ScanWithXmlReader),
        new Reader("miniexcel", args => MiniExcel.Query(args.InputPath).Cast<IDictionary<string, object?>>().LongCount(row => row.Values.Count > 0)),
        new Reader("closedxml", ReadWithClosedXml),
    ];

    private static long Read(ContestArgs args, ITableSink sink)
    {
        using var document = XlsxDocument.Open(File.OpenRead(args.InputPath), Options, CancellationToken.None);
        var rows = new RowCount(sink);
        document.Read(document.Tables[0], rows, CancellationToken.None);
        return rows.Rows;
    }

    private static long Stage(ContestArgs args)
    {
        using var sink = new StagingSink(Path.Combine(args.OutputFolder, "staged.csv"));
        return Read(args, sink);
    }

    /// <summary>The lower bound of everyone: the sheet's bytes, and what a row begins with counted in them.</summary>
    private static long Inflate(ContestArgs args)
    {
        using var archive = ZipFile.OpenRead(args.InputPath);
        using var stream = archive.GetEntry(SheetPath)!.Open();
        var buffer = new byte[1 << 17];
        long rows = 0;
        for (var kept = 0; stream.Read(buffer.AsSpan(kept)) is > 0 and var read;)
        {
            var filled = buffer.AsSpan(0, kept + read);
            rows += filled.Count("<row "u8);
            // A mark cut in two is whole with the next bytes.
            kept = Math.Min(4, filled.Length);
            filled[^kept..].CopyTo(buffer);
        }

        return rows;
    }

    /// <summary>The lower bound of whoever uses the framework's reader: its tokens, without any value made of them.</summary>
    private static long ScanWithXmlReader(ContestArgs args)
    {
        using var archive = ZipFile.OpenRead(args.InputPath);
        using var stream = archive.GetEntry(SheetPath)!.Open();
        using var xml = XmlReader.Create(stream);
        long rows = 0;
        while (xml.Read())
        {
            rows += xml.NodeType == XmlNodeType.Element && xml.LocalName == "row" ? 1 : 0;
        }

        return rows;
    }

    private static long ReadWithClosedXml(ContestArgs args)
    {
        using var workbook = new XLWorkbook(args.InputPath);
        long rows = 0;
        foreach (var row in workbook.Worksheet(1).RowsUsed())
        {
            rows += row.CellsUsed().Sum(cell => cell.Value is null ? 0 : 1) > 0 ? 1 : 0;
        }

        return rows;
    }

    /// <summary>A contestant by its name and what it does.</summary>
    private sealed class Reader(string name, Func<ContestArgs, long> read) : IContestant
    {
        public string Name => name;

        public Task<ContestResult> RunAsync(ContestArgs args)
        {
            var rows = read(args);
            return Task.FromResult(new ContestResult(new RowCounts(rows, rows, 0, 0, 0)));
        }
    }
}
