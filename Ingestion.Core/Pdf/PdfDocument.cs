using System.Text;
using Ingestion.Core.Documents;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.DocumentLayoutAnalysis;
using UglyToad.PdfPig.DocumentLayoutAnalysis.PageSegmenter;
using UglyToad.PdfPig.DocumentLayoutAnalysis.ReadingOrderDetector;
using UglyToad.PdfPig.Exceptions;

namespace Ingestion.Core.Pdf;

/// <summary>
/// A PDF: the tables found on its pages, and its text, a row a block in reading order, as one more table. It is read whole when it is
/// opened, for a table is known only by what surrounds it: memory grows with its text, up to <see cref="DocumentLimits.MostSharedTextBytes"/>.
/// </summary>
internal sealed class PdfDocument : IDocument
{
    private const string TextName = "text";
    private const int TrailerBytes = 64 * 1024;
    private const int MostBlocksInOrder = 200;
    private readonly List<PdfTable> _tables = [];
    private readonly List<(int Page, int Block, string Text)> _blocks = [];

    private PdfDocument(UglyToad.PdfPig.PdfDocument pdf, DocumentLimits limits, PdfBudget budget)
    {
        if (pdf.NumberOfPages > limits.MostPages)
            throw new UnreadableSourceException($"The PDF has {pdf.NumberOfPages:N0} pages; at most {limits.MostPages:N0} are read. Split it.");
        pdf.AddPageFactory<PageCost, PageMeter>();
        var (letters, images, bytes) = (0L, 0, 0L);
        for (var number = 1; number <= pdf.NumberOfPages; number++)
        {
            budget.BeginPage(number);
            pdf.GetPage<PageCost>(number);
            budget.Check();
            var page = pdf.GetPage(number);
            budget.Check();
            letters += page.Letters.Count;
            images += page.NumberOfImages;
            bytes += Add(page);
            if (bytes > limits.MostSharedTextBytes)
                throw new UnreadableSourceException($"The PDF holds more than {limits.MostSharedTextBytes:N0} bytes of text. Split it.");
            budget.Check();
        }
        if (letters == 0)
        {
            throw new UnreadableSourceException(images > 0
                ? "The PDF has no text, only images: it is a scan. Run it through OCR (text recognition), which adds a text layer, and upload the result."
                : "The PDF has no text. Upload one that has.");
        }
        _tables.ForEach(table => table.PutInReadingOrder());
        Tables =
        [
            .. _tables.Select((table, index) => new DocumentTable(index, Name(table), TableKind.PageTable)),
            .. _blocks.Count > 0 ? [new DocumentTable(_tables.Count, TextName, TableKind.PageText)] : Array.Empty<DocumentTable>(),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<DocumentTable> Tables { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => _tables.Count == 0
        ? ["No table was found on the pages, so their text is read, a row a block."]
        : [$"Tables are found by their lines or by how words align: look at the rows' confidence, and at the preview. Each of {_tables.Count} can be chosen, and the text too."];

    /// <summary>Opens a PDF.</summary>
    /// <exception cref="UnreadableSourceException">It is damaged, encrypted, a scan, or larger than the limits allow.</exception>
    public static PdfDocument Open(Stream stream, DocumentOptions options, CancellationToken cancellationToken)
    {
        var isEncrypted = IsEncrypted(stream);
        var budget = new PdfBudget(options.Limits, stream.Length, cancellationToken);
        var parsing = new UglyToad.PdfPig.ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true, ClipPaths = false, FilterProvider = new BoundedFilters(budget) };
        try
        {
            using (stream)
            {
                CharacterMaps.Check(stream, budget);
                using var pdf = UglyToad.PdfPig.PdfDocument.Open(stream, parsing);
                return new PdfDocument(pdf, options.Limits, budget);
            }
        }
        catch (PdfDocumentEncryptedException)
        {
            throw Encrypted();
        }
        // A damaged PDF can make the library that reads it throw nearly anything, and so can a way of encrypting that it does not know.
        catch (Exception error) when (error is not (UnreadableSourceException or OperationCanceledException or OutOfMemoryException))
        {
            budget.Check();
            if (isEncrypted)
                throw Encrypted();
            throw new UnreadableSourceException($"The PDF is damaged: {error.Message} Open it in a viewer, print it to a new PDF and upload that.");
        }
    }

    /// <inheritdoc/>
    public void Read(DocumentTable table, ITableSink sink, CancellationToken cancellationToken)
    {
        if (table.Kind == TableKind.PageText)
            ReadBlocks(sink);
        else
            ReadTable(_tables[table.Index], sink, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static void ReadTable(PdfTable table, ITableSink sink, CancellationToken cancellationToken)
    {
        foreach (var row in table.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sink.BeginRow(row.Position());
            for (var i = 0; i < row.Cells.Length; i++)
                sink.Cell(i, Encoding.UTF8.GetBytes(row.Cells[i]), CellKind.Text);
            if (!sink.EndRow())
                return;
        }
    }

    private void ReadBlocks(ITableSink sink)
    {
        sink.BeginRow(default);
        foreach (var (name, index) in ((string[])["page", "block", "text"]).Select((name, index) => (name, index)))
            sink.Cell(index, Encoding.UTF8.GetBytes(name), CellKind.Text);
        if (!sink.EndRow())
            return;
        foreach (var (page, block, text) in _blocks)
        {
            sink.BeginRow(new RowPosition(page, 0, block));
            sink.Cell(0, Encoding.UTF8.GetBytes(FormattableString.Invariant($"{page}")), CellKind.Number);
            sink.Cell(1, Encoding.UTF8.GetBytes(FormattableString.Invariant($"{block}")), CellKind.Number);
            sink.Cell(2, Encoding.UTF8.GetBytes(text), CellKind.Text);
            if (!sink.EndRow())
                return;
        }
    }

    /// <summary>Finds a page's tables and blocks; about how many bytes they are.</summary>
    private long Add(Page page)
    {
        var words = PageWords.Of(page).ToDictionary(word => word, PageWords.Read);
        if (words.Count == 0)
            return 0;
        var (horizontal, vertical) = Rulings.Of(page);
        var content = new PageContent(page.Number, page.Height, [.. words.Values], horizontal, vertical);
        var ruled = RuledTables.Find(content);
        var bytes = 0L;
        var number = 0;
        foreach (var table in ruled.Concat(AlignedTables.Find(content, ruled)).OrderByDescending(table => table.Box.Top))
        {
            number++;
            if (number > 1 || _tables.Count == 0 || !_tables[^1].TryGoOn(table))
                _tables.Add(new PdfTable(table, number));
            bytes += table.Rows.Sum(row => row.Sum(cell => (long)cell.Length + 32));
        }
        foreach (var block in InOrder(DocstrumBoundingBoxes.Instance.GetBlocks([.. words.Keys])))
        {
            var text = TextLines.Text(block.TextLines.SelectMany(line => line.Words).Select(word => words[word])).Trim();
            if (text.Length == 0)
                continue;
            _blocks.Add((page.Number, _blocks.Count > 0 && _blocks[^1].Page == page.Number ? _blocks[^1].Block + 1 : 1, text));
            bytes += text.Length + 32;
        }
        return bytes;
    }

    /// <summary>Blocks in reading order. To find it takes the cube of their number, so that a page of scraps is read from top to bottom.</summary>
    private static IEnumerable<TextBlock> InOrder(IReadOnlyList<TextBlock> blocks) => blocks.Count <= MostBlocksInOrder
        ? UnsupervisedReadingOrderDetector.Instance.Get(blocks).OrderBy(block => block.ReadingOrder)
        : blocks.OrderByDescending(block => block.BoundingBox.Top).ThenBy(block => block.BoundingBox.Left);

    private static string Name(PdfTable table) => table.LastPage == table.FirstPage
        ? FormattableString.Invariant($"page {table.FirstPage} table {table.Number}")
        : FormattableString.Invariant($"pages {table.FirstPage}-{table.LastPage} table {table.Number}");

    private static UnreadableSourceException Encrypted() => new("The PDF is protected by a password. Open it, print or save it without one, and upload that.");

    /// <summary>What a document is encrypted by stands in its trailer, at its end and in the clear (ISO 32000-1, 7.5.5).</summary>
    private static bool IsEncrypted(Stream stream)
    {
        var end = new byte[Math.Min(stream.Length, TrailerBytes)];
        stream.Seek(-end.Length, SeekOrigin.End);
        stream.ReadExactly(end);
        stream.Seek(0, SeekOrigin.Begin);
        return end.AsSpan().IndexOf("/Encrypt"u8) >= 0;
    }
}
