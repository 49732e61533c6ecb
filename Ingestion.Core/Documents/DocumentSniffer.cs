using System.Globalization;
using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Csv;
using Ingestion.Core.Inference;
using Ingestion.Core.Text;

namespace Ingestion.Core.Documents;

/// <summary>Finds which of a document's tables is meant and how it is laid out, each guess with its evidence, the user's options overriding it.</summary>
internal static class DocumentSniffer
{
    /// <summary>Sniffs a document.</summary>
    /// <exception cref="UnreadableSourceException">It holds no table, not the one asked for, or too many columns.</exception>
    /// <param name="document">The document.</param>
    /// <param name="format">What it is.</param>
    /// <param name="options">What the user says of it.</param>
    /// <param name="engine">The engine's bounds.</param>
    /// <param name="text">Of text, how its lines are rows, with the evidence.</param>
    /// <param name="cancellationToken">Looked at while it is read.</param>
    public static CsvLayout Sniff(
        IDocument document, FileFormat format, SourceOptions options, EngineOptions engine, (TextForm Form, IReadOnlyList<string> Evidence)? text = null, CancellationToken cancellationToken = default)
    {
        var evidence = new List<string>(text?.Evidence ?? []);
        var (table, sample) = Choose(document, options, engine, evidence, cancellationToken);
        // A range that goes on behind the rows that are looked at is a table by itself, whatever stands above it.
        if (table.Kind != TableKind.Sheet || !sample.IsCut || CellRange.Parse(options.Table ?? "") is not { } range || (range.LastRow ?? int.MaxValue) <= sample.Rows[^1].Position.Row)
            return new Sniffing(document, table, sample, format, options, engine, text?.Form, evidence).Layout();
        var told = new SampleSink(engine.SampleBytes, range);
        document.Read(table, told, cancellationToken);
        if (told.Rows.Count == 0)
            throw new UnreadableSourceException($"source.table: The range '{options.Table}' of the sheet '{table.Name}' is empty.");
        var layout = new Sniffing(document, table, told, format, options, engine, form: null, evidence).Layout();
        return layout with
        {
            Document = layout.Document! with
            {
                RowsBefore = layout.Document.RowsBefore + told.RowsBefore,
                LastRow = range.LastRow,
                Tables = [.. TableFinder.Find(sample.Rows).Select(region => region.Range(sample.Rows))],
            },
        };
    }

    private static (DocumentTable Table, SampleSink Sample) Choose(
        IDocument document, SourceOptions options, EngineOptions engine, List<string> evidence, CancellationToken cancellationToken)
    {
        if (document.Tables.Count == 0)
            throw new UnreadableSourceException(string.Join(" ", ["The document holds no table and no text. Upload one that does.", .. document.Notes]));
        var (what, asked, path) = document.Tables[0].Kind switch
        {
            TableKind.Sheet => ("sheet", options.Sheet, "source.sheet"),
            TableKind.Lines => ("text", null, ""),
            _ => ("table", options.Table, "source.table"),
        };
        if (!string.IsNullOrEmpty(asked))
        {
            var named = document.Tables.FirstOrDefault(table => table.Name == asked)
                ?? document.Tables.FirstOrDefault(table => string.Equals(table.Name, asked, StringComparison.OrdinalIgnoreCase))
                ?? (int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? document.Tables.ElementAtOrDefault(number - 1) : null)
                ?? throw new UnreadableSourceException($"{path}: There is no {what} '{asked}'. There {Names(document)}.");
            evidence.Add($"{Capital(what)} '{named.Name}': as told.");
            return (named, Sample(named));
        }
        foreach (var table in document.Tables.Where(table => !table.IsHidden && !table.IsEmpty))
        {
            var sample = Sample(table);
            if (sample.Rows.Count == 0)
                continue;
            if (table.Kind != TableKind.Lines)
                evidence.Add($"{Capital(what)} '{table.Name}': the first one that is not empty{(document.Tables.Count > 1 ? $", of {document.Tables.Count}" : "")}.");
            return (table, sample);
        }
        throw new UnreadableSourceException($"Every {what} that is not hidden is empty. There {Names(document)}.");

        SampleSink Sample(DocumentTable table)
        {
            var sink = new SampleSink(engine.SampleBytes);
            document.Read(table, sink, cancellationToken);
            return sink;
        }
    }

    private static string Names(IDocument document) =>
        (document.Tables.Count == 1 ? "is " : "are ") + string.Join(", ", document.Tables.Take(20).Select(table => $"'{table.Name}'{(table.IsHidden ? " (hidden)" : "")}"))
            + (document.Tables.Count > 20 ? $" and {document.Tables.Count - 20} more" : "");

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private sealed class Sniffing(
        IDocument document, DocumentTable table, SampleSink sample, FileFormat format, SourceOptions options, EngineOptions engine, TextForm? form, List<string> evidence)
    {
        private readonly bool _hasRegions = table.Kind is TableKind.Sheet or TableKind.Lines;
        private readonly IReadOnlyList<SampleRow> _rows = sample.Rows;
        private readonly DecimalMark _mark = DecimalMarks.Of(options, isText: form is not null && !(form.Layout == TextLayout.Delimited && form.Delimiter == ','));

        public CsvLayout Layout()
        {
            if (_rows.Count == 0)
                throw new UnreadableSourceException($"'{table.Name}' is empty. There {Names(document)}.");
            // Lines of text are parted into tables only when one of them is asked for: an empty line among rows means little.
            var isParted = table.Kind == TableKind.Sheet || (table.Kind == TableKind.Lines && !string.IsNullOrEmpty(options.Table));
            IReadOnlyList<TableRegion> regions = isParted ? TableFinder.Find(_rows, isText: table.Kind == TableKind.Lines) : [Whole()];
            var region = isParted ? Choose(regions) : regions[0];
            var columns = region.LastColumn - region.FirstColumn + 1;
            if (columns > engine.MaxColumns)
                throw new UnreadableSourceException(string.Create(CultureInfo.InvariantCulture,
                    $"'{table.Name}' has {columns:N0} columns; at most {engine.MaxColumns:N0} are read."));
            var title = options.SkipRows ?? TitleRows(region);
            if (title > region.Last - region.First)
                throw new UnreadableSourceException(string.Create(CultureInfo.InvariantCulture, $"There is no row after the {title:N0} skipped ones. Is source.skipRows right?"));
            var first = region.First + title;
            if (title > 0)
                evidence.Add($"Rows before the header: {title}{(options.SkipRows is null ? ", which fill fewer cells than those below them" : ", as told")}.");
            var (headerRows, why) = options.HeaderRows is { } told ? (told, "as told.") : GuessHeader(region, first);
            if (headerRows > region.Last - first + 1)
                throw new UnreadableSourceException(string.Create(CultureInfo.InvariantCulture, $"'{table.Name}' has fewer rows than the {headerRows:N0} header rows that were told. Is source.headerRows right?"));
            evidence.Add($"Header rows {headerRows}: {why}");
            evidence.AddRange(document.Notes);
            var data = first + headerRows;
            var isOpen = region.Last == _rows.Count - 1;
            if (isOpen && sample.IsCut && table.Kind == TableKind.Sheet && CellRange.Parse(options.Table ?? "") is null)
                evidence.Add(string.Create(CultureInfo.InvariantCulture, $"Tables were looked for down to row {_rows[^1].Position.Row:N0}: what stands below it is read as this one's, unless source.table gives a range."));
            return new CsvLayout
            {
                Encoding = "utf-8",
                PreambleBytes = 0,
                Dialect = CsvDialect.Default,
                LineEnd = "LF",
                HeaderRows = headerRows,
                SkipRows = title,
                DataOffset = 0,
                DataLineNumber = 1,
                Columns = Columns(region, first, headerRows),
                Evidence = evidence,
                Document = new DocumentLayout
                {
                    Format = format,
                    TableIndex = table.Index,
                    TableName = table.Name,
                    Kind = table.Kind,
                    FirstColumn = region.FirstColumn,
                    LastColumn = IsBordered(region) ? region.LastColumn : null,
                    RowsBefore = data,
                    RowCount = isOpen ? null : region.Last - data + 1,
                    FooterRows = options.FooterRows ?? 0,
                    Text = form,
                    FillMerged = options.FillMerged,
                    SkipHidden = options.SkipHidden,
                    Sheets = table.Kind == TableKind.Sheet ? [.. document.Tables.Select(other => other.Name)] : [],
                    Tables = isParted ? [.. regions.Select(other => other.Range(_rows))] : form is null ? [.. document.Tables.Select(other => other.Name)] : [],
                },
            };
        }

        /// <summary>Whether something stands to the right of a table that is not of it.</summary>
        private bool IsBordered(TableRegion region) =>
            (_hasRegions && !string.IsNullOrEmpty(options.Table)) || _rows.Skip(region.First).Any(row => row.Cells[^1].Column > region.LastColumn);

        private TableRegion Whole() => new(0, _rows.Count - 1, 0, _rows.Max(row => row.Cells[^1].Column));

        private TableRegion Choose(IReadOnlyList<TableRegion> regions)
        {
            if (string.IsNullOrEmpty(options.Table))
            {
                var largest = regions.MaxBy(region => region.Cells(_rows));
                if (regions.Count > 1)
                    evidence.Add($"Table {largest.Range(_rows)}: the largest of {regions.Count} on the sheet; source.table chooses another.");
                return largest;
            }
            foreach (var region in regions)
            {
                if (region.Range(_rows) == options.Table)
                    return region;
            }
            if (int.TryParse(options.Table, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= regions.Count)
                return regions[number - 1];
            return CellRange.Parse(options.Table)?.Within(_rows)
                ?? throw new UnreadableSourceException(
                    $"source.table: There is no table '{options.Table}' on the sheet. Give its number or range: {string.Join(", ", regions.Select(region => region.Range(_rows)))}.");
        }

        /// <summary>A title is narrower than what it stands above.</summary>
        private int TitleRows(TableRegion region)
        {
            var counts = Enumerable.Range(region.First, region.Last - region.First + 1)
                .Select(row => _rows[row].CountBetween(region.FirstColumn, region.LastColumn)).ToList();
            var usual = counts.GroupBy(count => count).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).First().Key;
            var wide = counts.FindIndex(count => count * 2 > usual);
            // The upper of several header rows are narrower too.
            return _hasRegions && usual > 1 && options.HeaderRows is null or <= 1 && wide < counts.Count - 1 ? Math.Max(wide, 0) : 0;
        }

        private (int Rows, string Why) GuessHeader(TableRegion region, int first)
        {
            if (table.Kind is TableKind.Paragraphs or TableKind.PageText)
                return (1, "the names of what is known of each.");
            if (first == region.Last)
                return (1, "there is one row only.");
            var columns = Infer(region, first + 1);
            var header = Fields(region, first);
            var typed = 0;
            for (var i = 0; i < columns.Length; i++)
            {
                if (columns[i].Values == 0 || columns[i].Conclude("").Type == ColumnType.Text)
                    continue;
                typed++;
                if (header[i].Length > 0 && !columns[i].Fits(header[i]))
                    return (1, $"'{Encoding.UTF8.GetString(header[i])}' in the first row is not {columns[i].Conclude("").Type.ToString().ToUpperInvariant()} as the rows below it are.");
            }
            var texts = _rows[first].Cells.Count(cell => cell.Kind == CellKind.Text);
            return typed > 0 ? (0, "every value of the first row fits its column's type.")
                : texts * 2 < _rows[first].Cells.Count ? (0, "the first row holds numbers.")
                : (1, "nothing speaks against the first row being one.");
        }

        private IReadOnlyList<SourceColumn> Columns(TableRegion region, int first, int headerRows)
        {
            var inferred = Infer(region, first + headerRows);
            var header = new byte[inferred.Length][];
            Array.Fill(header, []);
            for (var row = first; row < first + headerRows; row++)
            {
                var names = Fields(region, row);
                for (var i = 0; i < header.Length; i++)
                {
                    // Of several header rows the upper ones are headings over several columns.
                    var name = names[i].Length == 0 && row < first + headerRows - 1 && i > 0 ? names[i] = names[i - 1] : names[i];
                    header[i] = header[i].Length == 0 ? name : name.Length == 0 ? header[i] : [.. header[i], (byte)' ', .. name];
                }
            }
            var unique = ColumnNames.Make(header, inferred.Length);
            var columns = DecimalMarks.Conclude(inferred, unique, _mark, evidence.Add);
            // Where the first lists are numbered 1 and 2, another one may have a, b and •.
            return table.Kind == TableKind.Paragraphs ? [.. columns.Select(column => column with { Type = ColumnType.Text, Format = null, Evidence = "what a document says is text" })] : columns;
        }

        private ColumnInference[] Infer(TableRegion region, int firstRow)
        {
            var columns = new ColumnInference[region.LastColumn - region.FirstColumn + 1];
            for (var i = 0; i < columns.Length; i++)
                columns[i] = new ColumnInference(_mark);
            for (var row = firstRow; row <= region.Last; row++)
            {
                var fields = Fields(region, row);
                for (var i = 0; i < columns.Length; i++)
                    columns[i].Add(options.NullTokens.Contains(Encoding.UTF8.GetString(fields[i])) ? [] : fields[i]);
            }
            return columns;
        }

        private byte[][] Fields(TableRegion region, int row)
        {
            var fields = new byte[region.LastColumn - region.FirstColumn + 1][];
            Array.Fill(fields, []);
            foreach (var cell in _rows[row].Cells)
            {
                if (cell.Column >= region.FirstColumn && cell.Column <= region.LastColumn && cell.Kind != CellKind.Error)
                    fields[cell.Column - region.FirstColumn] = cell.Text;
            }
            return fields;
        }
    }
}
