using System.Globalization;
using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Inference;
using Ingestion.Core.Plans;
using Ingestion.Core.Text;

namespace Ingestion.Core.Csv;

/// <summary>Finds a CSV source's layout in its first bytes, each guess with its evidence, the user's options overriding it.</summary>
internal static class CsvSniffer
{
    /// <summary>Sniffs a source by its beginning.</summary>
    /// <exception cref="UnreadableSourceException">It has too many columns, or no row where the options say.</exception>
    public static CsvLayout Sniff(TextSample sample, EngineOptions engine) => new Sniffing(sample, engine).Layout();

    private sealed class Sniffing(TextSample sample, EngineOptions engine)
    {
        private const int MostTablesShown = 5;
        private readonly byte[] _text = sample.Text;
        private readonly DialectGuess _guess = sample.Guess;
        private readonly SourceOptions _options = sample.Options;
        private readonly DecimalMark _mark = DecimalMarks.Of(sample.Options, isText: sample.Guess.Dialect.Delimiter != ',');
        private readonly byte[][] _nullTokens = [.. sample.Options.NullTokens.Select(Encoding.UTF8.GetBytes)];
        private readonly List<string> _decimals = [];
        private bool _isFirstRepeated;

        public CsvLayout Layout()
        {
            var skipRows = _options.SkipRows ?? _guess.SkipRows;
            var start = 0;
            for (var i = 0; i < skipRows; i++)
                start = LineBreaks.NextLine(_text, start);
            if (_options.SkipRows is null && _guess.Fields == 1)
                (start, skipRows) = SkipEmptyLines(start, skipRows);
            var (first, columns, second) = Infer(start);
            if (columns.Count == 0)
                throw new UnreadableSourceException(string.Create(CultureInfo.InvariantCulture, $"There is no row after the {skipRows:N0} skipped lines. Is source.skipRows right?"));
            var (headerRows, headerWhy) = _options.HeaderRows is { } told ? (told, "as told.") : GuessHeader(first, columns);
            if (headerRows == 0 && first.Count > 0)
            {
                for (var i = 0; i < columns.Count; i++)
                    columns[i].Add(i < first.Count ? first[i] : []);
            }
            var names = ColumnNames.Make(headerRows == 0 ? [] : first, columns.Count);
            var dataStart = headerRows == 0 ? start : second;
            var tables = TextTables.Ranges(sample, engine);
            return new CsvLayout
            {
                Encoding = sample.Encoding.Name,
                PreambleBytes = sample.Encoding.PreambleBytes,
                Dialect = _guess.Dialect,
                LineEnd = sample.LineEnd(),
                HeaderRows = headerRows,
                SkipRows = skipRows,
                DataOffset = dataStart + (sample.Encoding.IsUtf8 ? sample.Encoding.PreambleBytes : 0),
                DataLineNumber = 1 + LineBreaks.Count(_text.AsSpan(0, dataStart)),
                Tables = tables,
                Columns = DecimalMarks.Conclude(columns, names, _mark, _decimals.Add),
                Evidence = [sample.Encoding.Evidence, _guess.Evidence, $"Header rows {headerRows}: {headerWhy}",
                    .. skipRows > 0 ? [$"Lines before the header: {skipRows}{(_options.SkipRows is null ? ", with fewer fields than the rows after them" : ", as told")}."] : Array.Empty<string>(),
                    .. _decimals, .. Offers(tables, headerRows)],
            };
        }

        /// <summary>What could be read otherwise, if the user says so.</summary>
        private IEnumerable<string> Offers(IReadOnlyList<string> tables, int headerRows)
        {
            if (tables.Count > 1)
                yield return $"{tables.Count} tables are apart by empty lines: {string.Join(", ", tables.Take(MostTablesShown))}{(tables.Count > MostTablesShown ? " and more" : "")}. All lines are read as one unless source.table chooses one of them.";
            if (_options.FooterRows is null && FooterGuess.Evidence(sample, headerRows) is { } footer)
                yield return footer;
        }

        /// <summary>In a source of one column an empty line is a row, but not before its first.</summary>
        private (int Start, int SkipRows) SkipEmptyLines(int start, int skipRows)
        {
            for (; start < _text.Length && _text[start] is (byte)'\r' or (byte)'\n'; skipRows++)
                start = LineBreaks.NextLine(_text, start);
            return (start, skipRows);
        }

        /// <summary>The first record's fields, the columns inferred from the later ones, and where the second record starts.</summary>
        private (List<byte[]> First, List<ColumnInference> Columns, int Second) Infer(int start)
        {
            using var records = new CsvRecordReader(_text.AsMemory(start), _guess.Dialect, skipEmptyLines: _guess.Fields > 1);
            var first = new List<byte[]>();
            var columns = new List<ColumnInference>();
            var second = _text.Length;
            for (var index = 0; records.Read(); index++)
            {
                var isCut = !sample.IsWhole && start + records.Offset + records.RawRecord.Length >= _text.Length;
                if (index == 0)
                {
                    ReadFirst(records, first, isCut);
                    // Before anything is made for each column.
                    if (first.Count > engine.MaxColumns)
                        throw new UnreadableSourceException(string.Create(CultureInfo.InvariantCulture,
                            $"The first row has {first.Count:N0} columns; at most {engine.MaxColumns:N0} are read. Is the delimiter right?"));
                    columns.AddRange(first.Select(_ => new ColumnInference(_mark)));
                    // An empty line may follow that is no record: the data starts after the header's own line.
                    second = LineBreaks.NextLine(_text, start + records.Offset + records.RawRecord.Length);
                    continue;
                }
                if (isCut || records.IsMalformed)
                    continue;
                if (index == 1)
                    _isFirstRepeated = IsSame(records, first);
                for (var i = 0; i < columns.Count && i < records.FieldCount; i++)
                {
                    var text = records.GetSpan(i);
                    columns[i].Add(PlanColumn.IsToken(_nullTokens, text) ? [] : text);
                }
            }
            return (first, columns, second);
        }

        private static bool IsSame(CsvRecordReader record, List<byte[]> first)
        {
            var isSame = record.FieldCount == first.Count;
            for (var i = 0; isSame && i < first.Count; i++)
                isSame = record.GetSpan(i).SequenceEqual(first[i]);
            return isSame;
        }

        private void ReadFirst(CsvRecordReader records, List<byte[]> first, bool isCut)
        {
            if (isCut)
                throw new UnreadableSourceException(string.Create(CultureInfo.InvariantCulture,
                    $"The first row does not end within {_text.Length:N0} bytes. Is the delimiter or quote right, and is this delimited text?"));
            if (!records.IsMalformed)
            {
                for (var i = 0; i < records.FieldCount; i++)
                    first.Add(records.GetSpan(i).ToArray());
                return;
            }
            // A header with broken quotes still names its columns: its quotes are taken as decoration.
            foreach (var field in records.RawRecord.Split(_guess.Dialect.Delimiter))
                first.Add(records.RawRecord[field].Trim(_guess.Dialect.Quote!.Value).ToArray());
        }

        /// <summary>A header is a first row that does not look like the rows below it.</summary>
        private (int Rows, string Why) GuessHeader(List<byte[]> first, List<ColumnInference> columns)
        {
            if (first.TrueForAll(field => Utf8Values.Trim(field).IsEmpty))
                return (1, "the first row is empty, so the columns have no names.");
            if (_isFirstRepeated)
                return (0, "the second row is the same as the first.");
            var typed = 0;
            for (var i = 0; i < columns.Count; i++)
            {
                var isTyped = columns[i].Values > 0 && columns[i].Conclude("").Type != ColumnType.Text;
                typed += isTyped ? 1 : 0;
                if (isTyped && first[i].Length > 0 && !columns[i].Fits(first[i]))
                    return (1, $"'{Encoding.UTF8.GetString(first[i])}' in the first row is not {columns[i].Conclude("").Type.ToString().ToUpperInvariant()} as the rows below it are.");
            }
            if (typed > 0)
                return (0, "every value of the first row fits its column's type.");
            var numbers = first.Count(field => NumberShape.Of(field).IsCanonical);
            return numbers > 0 && numbers * 2 >= first.Count
                ? (0, "the first row holds numbers.")
                : (1, "nothing speaks against the first row being one.");
        }
    }
}
