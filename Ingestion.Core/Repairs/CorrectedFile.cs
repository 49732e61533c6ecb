using System.Globalization;
using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Csv;
using Ingestion.Core.Documents;

namespace Ingestion.Core.Repairs;

/// <summary>Reads an uploaded correction: the workbook of rejects, that workbook saved as delimited text, or the CSV of rejects with its raw records corrected.</summary>
internal static class CorrectedFile
{
    /// <summary>The most bytes of an upload: its rows are held in memory.</summary>
    public const long MostBytes = 256L << 20;

    private const string What = "Download the rejects of the job as xlsx or csv, correct that file and upload it.";

    /// <summary>Reads all rows, those without any value left out.</summary>
    /// <param name="raw">The upload.</param>
    /// <param name="source">How the source of the rejects was read.</param>
    /// <param name="engine">The engine's bounds.</param>
    /// <param name="cancellationToken">Looked at while a document is read.</param>
    /// <exception cref="UnreadableSourceException">It is too large, or no list of rejects.</exception>
    public static IReadOnlyList<CorrectedRow> Read(ArtifactReader raw, CsvLayout source, EngineOptions engine, CancellationToken cancellationToken)
    {
        if (raw.LengthBytes is 0 or > MostBytes)
            throw new UnreadableSourceException(string.Create(CultureInfo.InvariantCulture, $"The upload has {raw.LengthBytes:N0} bytes; a correction has 1 to {MostBytes:N0}. {What}"));
        var rows = DocumentFormats.Detect(raw, engine.Documents) is { } format
            ? ReadDocument(format, raw, engine, cancellationToken)
            : ReadText(raw, engine);
        if (rows.Count == 0)
            throw new UnreadableSourceException($"The upload has no rows. {What}");
        var form = CorrectionForm.Of(rows[0].Fields, source)
            ?? throw new UnreadableSourceException($"The upload is no list of rejects: it has neither a column '{RejectSheet.PlaceColumn}' nor the columns 'lineNumber' and 'raw'. {What}");
        return [.. rows.Skip(1).Where(row => row.Fields.Any(field => field.Length > 0)).Select(form.Corrected)];
    }

    private static List<CorrectedRow> ReadDocument(FileFormat format, ArtifactReader raw, EngineOptions engine, CancellationToken cancellationToken)
    {
        if (format != FileFormat.Xlsx)
            throw new UnreadableSourceException($"A correction is a workbook or delimited text, and this is a {format.ToString().ToUpperInvariant()}. {What}");
        using var document = DocumentFormats.Open(format, raw, new DocumentOptions(FillMerged: false, SkipHidden: false, engine.Documents), cancellationToken);
        var sheet = document.Tables.FirstOrDefault(table => table.Name == RejectSheet.Name) ?? document.Tables.FirstOrDefault(table => !table.IsHidden)
            ?? throw new UnreadableSourceException($"The workbook has no sheet. {What}");
        var sink = new RowSink(sheet.Name);
        document.Read(sheet, sink, cancellationToken);
        return sink.Rows;
    }

    private static List<CorrectedRow> ReadText(ArtifactReader raw, EngineOptions engine)
    {
        var sample = TextSample.Of(raw, new SourceOptions(), engine);
        var bytes = new byte[raw.LengthBytes - sample.Encoding.PreambleBytes];
        raw.ReadFully(sample.Encoding.PreambleBytes, bytes);
        var text = sample.Encoding.ToUtf8(bytes);
        var start = 0;
        for (var i = 0; i < (sample.Options.SkipRows ?? 0); i++)
            start = LineBreaks.NextLine(text, start);

        var rows = new List<CorrectedRow>();
        var (line, countedTo) = (1L, 0);
        using var records = new CsvRecordReader(text.AsMemory(start), sample.Guess.Dialect, skipEmptyLines: true);
        while (records.Read())
        {
            line += LineBreaks.Count(text.AsSpan(countedTo..(start + records.Offset)));
            countedTo = start + records.Offset;
            var where = string.Create(CultureInfo.InvariantCulture, $"line {line}");
            if (records.IsMalformed)
                throw new UnreadableSourceException($"In {where} of the upload a quote is opened and not closed, or text follows a closing quote.");
            var fields = new string[records.FieldCount];
            for (var i = 0; i < fields.Length; i++)
                fields[i] = Encoding.UTF8.GetString(records.GetSpan(i));
            rows.Add(new CorrectedRow("", fields, where));
        }
        return rows;
    }

    /// <summary>Keeps a sheet's rows that are not empty.</summary>
    private sealed class RowSink(string sheet) : ITableSink
    {
        private readonly List<string> _fields = [];
        private readonly List<int> _errors = [];
        private RowPosition _position;
        private long _characters;

        public List<CorrectedRow> Rows { get; } = [];

        public void BeginRow(RowPosition position)
        {
            _position = position;
            _fields.Clear();
            _errors.Clear();
        }

        public void Cell(int column, ReadOnlySpan<byte> text, CellKind kind)
        {
            if (text.IsEmpty)
                return;
            while (_fields.Count < column)
                _fields.Add("");
            if (kind == CellKind.Error)
                _errors.Add(column);
            _fields.Add(Encoding.UTF8.GetString(text));
        }

        public bool EndRow()
        {
            if (_fields.Count == 0)
                return true;
            _characters += _fields.Sum(field => (long)field.Length);
            if (_characters > MostBytes)
                throw new UnreadableSourceException(string.Create(CultureInfo.InvariantCulture, $"The sheet has more than {MostBytes:N0} characters. {What}"));
            Rows.Add(new CorrectedRow("", [.. _fields], string.Create(CultureInfo.InvariantCulture, $"{sheet}!A{_position.Row}")) { Errors = [.. _errors] });
            return true;
        }
    }
}
