using Ingestion.Core.Documents;

namespace Ingestion.Core.Xlsx;

/// <summary>
/// An Excel workbook (XLSX, XLSM; ECMA-376, strict and transitional). Memory is bounded: beside the texts that cells share and the merged
/// ranges, nothing grows with the number of rows.
/// </summary>
internal sealed class XlsxDocument : IDocument
{
    private readonly Stream _stream;
    private readonly WorkbookPackage _package;
    private readonly DocumentOptions _options;
    private readonly Workbook _workbook;
    private readonly CellStyles _styles;
    private readonly string? _stringsPath;
    private readonly List<string> _notes = [];
    private SharedStrings? _strings;

    private XlsxDocument(Stream stream, WorkbookPackage package, DocumentOptions options, CancellationToken cancellationToken)
    {
        _stream = stream;
        _package = package;
        _options = options;
        var relationships = package.RelationshipsOf(package.WorkbookPath, cancellationToken);
        using (var xml = package.TryRead(package.WorkbookPath, cancellationToken)!)
            _workbook = Workbook.Read(xml, relationships);
        _styles = CellStyles.None;
        if (relationships.Find(relationship => relationship.Type == "styles") is { } styles)
        {
            using var xml = package.TryRead(styles.Path, cancellationToken);
            _styles = xml is null ? CellStyles.None : CellStyles.Read(xml);
        }
        _stringsPath = relationships.Find(relationship => relationship.Type == "sharedStrings")?.Path;
        Tables = [.. _workbook.Sheets.Select((sheet, index) => new DocumentTable(index, sheet.Name, TableKind.Sheet, sheet.IsHidden))];
        if (package.HasMacros)
            _notes.Add("The workbook holds macros. They never run here: only what its cells show is read.");
    }

    /// <inheritdoc/>
    public IReadOnlyList<DocumentTable> Tables { get; }

    /// <summary>What a person should know of the workbook. Reading a sheet may add to it.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Whether cells are read the slow way only, which must not change anything but the time.</summary>
    internal bool IsSlow { get; init; }

    /// <summary>Opens a workbook.</summary>
    /// <param name="stream">The file, seekable; it belongs to the document when this returns.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="UnreadableSourceException">It is no workbook, protected, damaged, or larger than the limits allow.</exception>
    public static XlsxDocument Open(Stream stream, DocumentOptions options, CancellationToken cancellationToken) =>
        Open(stream, options, isSlow: false, cancellationToken);

    /// <summary>Opens a workbook whose cells are read the slow way, to compare.</summary>
    internal static XlsxDocument Open(Stream stream, DocumentOptions options, bool isSlow, CancellationToken cancellationToken)
    {
        ForeignFiles.ThrowIfNoArchive(stream);
        return new XlsxDocument(stream, WorkbookPackage.Open(stream, options.Limits, cancellationToken), options, cancellationToken) { IsSlow = isSlow };
    }

    /// <inheritdoc/>
    public void Read(DocumentTable table, ITableSink sink, CancellationToken cancellationToken)
    {
        var sheet = _workbook.Sheets[table.Index];
        _strings ??= ReadStrings(cancellationToken);
        var merged = _options.FillMerged ? CollectMerged(sheet, cancellationToken) : null;
        using var xml = _package.TryReadSheet(sheet.Path ?? "", cancellationToken) ?? throw Missing(sheet);
        var reader = new SheetReader(xml, _strings, _styles, _workbook.Dates, _options) { Merged = merged, IsSlow = IsSlow };
        reader.Read(sink);
        NoteUncalculated(sheet, reader.UncalculatedCells);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private SharedStrings ReadStrings(CancellationToken cancellationToken)
    {
        using var xml = _stringsPath is null ? null : _package.TryRead(_stringsPath, cancellationToken);
        return xml is null ? SharedStrings.None : SharedStrings.Read(xml, _options.Limits);
    }

    private MergedCells CollectMerged(WorkbookSheet sheet, CancellationToken cancellationToken)
    {
        using var xml = _package.TryReadSheet(sheet.Path ?? "", cancellationToken) ?? throw Missing(sheet);
        return new SheetReader(xml, _strings!, _styles, _workbook.Dates, _options) { IsSlow = IsSlow }.CollectMerged();
    }

    private void NoteUncalculated(WorkbookSheet sheet, int cells)
    {
        var note = (cells == 1 ? "1 formula" : $"{cells:N0} formulas") + $" of sheet '{sheet.Name}' without a value: what is empty there may not be. Open the workbook in Excel, which calculates it, and save it.";
        if (cells > 0 && !_notes.Contains(note))
            _notes.Add(note);
    }

    private static UnreadableSourceException Missing(WorkbookSheet sheet) =>
        new($"The sheet '{sheet.Name}' is listed in the workbook but not in the file: it is damaged. Open it in a spreadsheet program and save it anew.");
}
