using System.Text;
using System.Xml;
using Ingestion.Core.Documents;
using Ingestion.Core.Documents.Package;
using Ingestion.Core.Documents.Xml;

namespace Ingestion.Core.Docx;

/// <summary>
/// A Word document: each of its tables, those inside cells of others too, and its paragraphs, with style and the headings they stand
/// under and their numbers in lists, as one more table.
/// </summary>
internal sealed class DocxDocument : IDocument
{
    private const string Paragraphs = "paragraphs";
    private const int MostTables = 10_000;
    private readonly Stream _stream;
    private readonly ZipDirectory _directory;
    private readonly DocumentOptions _options;
    private readonly string _body;
    private readonly ParagraphStyles _styles = new();
    private readonly ListDefinitions _lists = new();

    private DocxDocument(Stream stream, ZipDirectory directory, DocumentOptions options, CancellationToken cancellationToken)
    {
        _stream = stream;
        _directory = directory;
        _options = options;
        _body = Related("", "officeDocument", cancellationToken) is { } body && directory.TryFind(body, out _)
            ? body
            : throw new UnreadableSourceException("The file is an Office archive without a document in it. Open it in Word and save it anew.");
        if (Related(_body, "styles", cancellationToken) is { } styles && directory.TryFind(styles, out _))
            ReadPart(styles, _styles.Read, cancellationToken);
        if (Related(_body, "numbering", cancellationToken) is { } lists && directory.TryFind(lists, out _))
            ReadPart(lists, _lists.Read, cancellationToken);
        var count = new TableCounter();
        ReadBody(count, cancellationToken);
        Tables =
        [
            .. Enumerable.Range(1, count.Tables).Select(number => new DocumentTable(number - 1, FormattableString.Invariant($"table {number}"), TableKind.Table, IsEmpty: !count.Filled.Contains(number))),
            .. count.HasParagraphs ? [new DocumentTable(count.Tables, Paragraphs, TableKind.Paragraphs)] : Array.Empty<DocumentTable>(),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<DocumentTable> Tables { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => _directory.Paths.Any(path => path.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))
        ? ["The document holds macros. They never run here: only its text is read."]
        : [];

    /// <summary>Opens a document.</summary>
    /// <exception cref="UnreadableSourceException">It is damaged, encrypted or larger than the limits allow.</exception>
    public static DocxDocument Open(Stream stream, DocumentOptions options, CancellationToken cancellationToken) =>
        new(stream, ZipDirectory.Read(stream, options.Limits), options, cancellationToken);

    /// <inheritdoc/>
    public void Read(DocumentTable table, ITableSink sink, CancellationToken cancellationToken) =>
        ReadBody(table.Kind == TableKind.Paragraphs ? new ParagraphRows(sink) : new TableRows(table.Index + 1, sink, _options.FillMerged), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void ReadBody(IBodyListener listener, CancellationToken cancellationToken) =>
        ReadPart(_body, xml => new DocxBody(xml, _styles, _lists, listener, _options.Limits, cancellationToken).Read(), cancellationToken);

    /// <summary>The part that another one names with a relationship of this type; null when there is none.</summary>
    private string? Related(string part, string type, CancellationToken cancellationToken)
    {
        if (!_directory.TryFind(Relationships.PathFor(part), out var relationships))
            return null;
        using var xml = new Utf8XmlReader(PartStream.Open(_stream, relationships, _options.Limits, cancellationToken), relationships.Path, _options.Limits);
        return Relationships.Read(xml, part).FirstOrDefault(relationship => relationship.Type == type)?.Path;
    }

    private void ReadPart(string path, Action<XmlReader> read, CancellationToken cancellationToken)
    {
        if (!_directory.TryFind(path, out var found))
            throw new UnreadableSourceException($"The document's part {path} is not in the file: it is damaged. Open it in Word and save it anew.");
        using var part = PartStream.Open(_stream, found, _options.Limits, cancellationToken);
        using var xml = XmlReader.Create(part, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        try
        {
            read(xml);
        }
        catch (XmlException error)
        {
            throw new UnreadableSourceException($"The document's part {path} is damaged at line {error.LineNumber}, position {error.LinePosition}: {error.Message} Open it in Word and save it anew.");
        }
    }

    /// <summary>Counts.</summary>
    private sealed class TableCounter : IBodyListener
    {
        public int Tables { get; private set; }

        /// <summary>The tables that hold some text.</summary>
        public HashSet<int> Filled { get; } = [];

        public bool HasParagraphs { get; private set; }

        public bool OnParagraph(Paragraph paragraph) => HasParagraphs = true;

        public bool OnRow(int table, int row, IReadOnlyList<TableCell> cells)
        {
            Tables = Math.Max(Tables, table);
            if (Tables > MostTables)
                throw new UnreadableSourceException($"The document holds more than {MostTables:N0} tables. Split it.");
            if (cells.Any(cell => cell.Text.Length > 0))
                Filled.Add(table);
            return true;
        }
    }

    private sealed class ParagraphRows(ITableSink sink) : IBodyListener
    {
        private bool _hasHeader;

        public bool OnParagraph(Paragraph paragraph)
        {
            if (!_hasHeader && !Add(0, "style", "heading_path", "number", "text"))
                return false;
            _hasHeader = true;
            return Add(paragraph.Number, paragraph.Style, paragraph.HeadingPath, paragraph.ListNumber, paragraph.Text);
        }

        public bool OnRow(int table, int row, IReadOnlyList<TableCell> cells) => true;

        private bool Add(int row, params ReadOnlySpan<string> values)
        {
            sink.BeginRow(new RowPosition(0, 0, row));
            for (var i = 0; i < values.Length; i++)
                sink.Cell(i, Encoding.UTF8.GetBytes(values[i]), CellKind.Text);
            return sink.EndRow();
        }
    }

    private sealed class TableRows(int wanted, ITableSink sink, bool fillMerged) : IBodyListener
    {
        private readonly Dictionary<int, string> _above = [];

        public bool OnParagraph(Paragraph paragraph) => true;

        public bool OnRow(int table, int row, IReadOnlyList<TableCell> cells)
        {
            if (table != wanted)
                return true;
            sink.BeginRow(new RowPosition(0, table, row));
            foreach (var cell in cells)
            {
                var text = cell.GoesOn ? fillMerged ? _above.GetValueOrDefault(cell.Column, "") : "" : cell.Text;
                if (!cell.GoesOn)
                    _above[cell.Column] = cell.Text;
                for (var i = 0; i < (fillMerged ? cell.Span : 1); i++)
                    sink.Cell(cell.Column + i, Encoding.UTF8.GetBytes(text), CellKind.Text);
            }
            return sink.EndRow();
        }
    }
}
