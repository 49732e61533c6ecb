using Ingestion.Benchmarks.Running;
using Ingestion.Contracts;
using Ingestion.Core.Documents;
using Ingestion.Core.Pdf;
using UglyToad.PdfPig.DocumentLayoutAnalysis.WordExtractor;
using PdfPigDocument = UglyToad.PdfPig.PdfDocument;

namespace Ingestion.Benchmarks.Pdfs;

/// <summary>Everyone who reads the PDF. Each answers how many pages there were.</summary>
internal static class PdfReaders
{
    /// <summary>The contestant that reads nothing: what a process of this program takes before it works.</summary>
    public const string Base = "pdf-base";

    /// <summary>The contestant that the others are compared to.</summary>
    public const string Ours = "pdf-ours";

    public static IReadOnlyList<IContestant> All { get; } =
    [
        new Reader(Base, _ => 0),
        new Reader(Ours, ReadTable),
        new Reader("pdfpig-text", path => Pages(path, page => page.Text.Length)),
        new Reader("pdfpig-words", path => Pages(path, page => page.GetWords(NearestNeighbourWordExtractor.Instance).Sum(word => word.Text.Length))),
    ];

    /// <summary>Its first table, of which every row has to be there: the header once.</summary>
    private static long ReadTable(string path)
    {
        using var document = PdfDocument.Open(File.OpenRead(path), new DocumentOptions(FillMerged: false, SkipHidden: false, new DocumentLimits()), CancellationToken.None);
        var rows = new RowCount();
        document.Read(document.Tables[0], rows, CancellationToken.None);
        return (rows.Rows - 1) / PdfFile.RowsAPage;
    }

    private static long Pages(string path, Func<UglyToad.PdfPig.Content.Page, int> read)
    {
        using var pdf = PdfPigDocument.Open(path);
        long pages = 0;
        foreach (var page in pdf.GetPages())
        {
            pages += read(page) > 0 ? 1 : 0;
        }

        return pages;
    }

    private sealed class RowCount : ITableSink
    {
        public long Rows { get; private set; }

        public void BeginRow(RowPosition position) => Rows++;

        public void Cell(int column, ReadOnlySpan<byte> text, CellKind kind)
        {
        }

        public bool EndRow() => true;
    }

    /// <summary>A contestant by its name and what it does.</summary>
    private sealed class Reader(string name, Func<string, long> read) : IContestant
    {
        public string Name => name;

        public Task<ContestResult> RunAsync(ContestArgs args)
        {
            var pages = read(args.InputPath);
            return Task.FromResult(new ContestResult(new RowCounts(pages, pages, 0, 0, 0)));
        }
    }
}
