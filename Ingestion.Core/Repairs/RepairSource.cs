using System.Globalization;
using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Csv;
using Ingestion.Core.Documents;
using Ingestion.Core.Results;

namespace Ingestion.Core.Repairs;

/// <summary>
/// The rows of a correction that are worth running: those that are rejects of the job and were changed. Each is staged with the mark of
/// the row that it corrects, so that what still fails is found at the same place as before.
/// </summary>
internal sealed class RepairSource
{
    private const int MostNamed = 10;
    private readonly CsvLayout _source;
    private readonly RejectFields _fields;
    private readonly Dictionary<string, CorrectedRow> _open = [];
    private readonly List<(CorrectedRow Row, RowPosition Position, RowVerdict Verdict)> _changed = [];
    private readonly int _given;
    private int _unchanged;
    private int _done;

    /// <summary>Begins with the rows of an upload.</summary>
    /// <exception cref="UnreadableSourceException">A row does not say what it corrects, or two correct the same.</exception>
    public RepairSource(CsvLayout source, IReadOnlyList<CorrectedRow> rows)
    {
        _source = source;
        _fields = new RejectFields(source);
        _given = rows.Count;
        if (rows.FirstOrDefault(row => row.Place.Length == 0) is { } unplaced)
            throw new UnreadableSourceException($"The row at {unplaced.Where} does not say which rejected row it corrects ('{RejectSheet.PlaceColumn}' is empty). New rows belong into an upload of their own.");
        foreach (var row in rows)
        {
            if (!_open.TryAdd(row.Place, row))
                throw new UnreadableSourceException($"The rows at {_open[row.Place].Where} and {row.Where} both correct '{row.Place}'. Keep one of them.");
        }
    }

    /// <summary>How many rows there are to run.</summary>
    public int Count => _changed.Count;

    /// <summary>What became of the upload's rows before any rule looked at them.</summary>
    public string Account => string.Create(CultureInfo.InvariantCulture,
        $"Rows of the upload: {_changed.Count:N0} changed, which {(_changed.Count == 1 ? "is" : "are")} run again; {_unchanged:N0} unchanged or empty and {_done:N0} repaired before, which stay as they are.");

    /// <summary>The rows to run, in the order they are staged.</summary>
    public IEnumerable<RepairedRow> Rows => _changed.Select(row => new RepairedRow(MarkOf(row.Position with { Confidence = 0 }), row.Verdict));

    /// <summary>Takes the row that corrects a reject, if there is one.</summary>
    /// <param name="reject">The next reject in source order.</param>
    /// <param name="isRepaired">Whether an earlier repair has added it to the result.</param>
    public void Match(RejectedRow reject, bool isRepaired)
    {
        if (!_open.Remove(RejectPosition.NameOf(reject), out var row))
            return;
        if (isRepaired)
            _done++;
        else if (Corrected(_fields.Of(reject), row) is { } corrected)
            _changed.Add((corrected, RejectPosition.Of(reject), reject.Verdict));
        else
            _unchanged++;
    }

    /// <summary>Ends the matching.</summary>
    /// <exception cref="UnreadableSourceException">Rows are left that correct no reject, or none was changed.</exception>
    public void End()
    {
        if (_open.Count > 0)
        {
            var named = string.Join(", ", _open.Values.Take(MostNamed).Select(row => $"'{row.Place}' ({row.Where})"));
            throw new UnreadableSourceException(string.Create(CultureInfo.InvariantCulture,
                $"{_open.Count:N0} of {_given:N0} rows correct no rejected row of this job: {named}{(_open.Count > MostNamed ? " …" : "")}. Was another job's list corrected?"));
        }
        if (_changed.Count == 0)
            throw new UnreadableSourceException($"There is nothing to repair. {Account}");
    }

    /// <summary>Writes the rows as staged text.</summary>
    public void Write(Stream output)
    {
        var layout = StagedAs(_source);
        var sink = new StagingSink(layout, output);
        foreach (var (row, position, _) in _changed)
        {
            sink.BeginRow(position);
            for (var i = 0; i < row.Fields.Length; i++)
                sink.Cell(layout.FirstColumn + i, Encoding.UTF8.GetBytes(row.Fields[i]), row.Errors.Contains(i) ? CellKind.Error : CellKind.Text);
            sink.EndRow();
        }
        sink.Flush();
    }

    /// <summary>The layout of the staged rows: the source's columns, and its way to say where a row stands.</summary>
    public CsvLayout Layout() => _source with
    {
        Encoding = "utf-8",
        PreambleBytes = 0,
        Dialect = CsvDialect.Default,
        LineEnd = "LF",
        DataOffset = 0,
        DataLineNumber = 1,
        Evidence = [Account],
        Document = StagedAs(_source),
    };

    /// <summary>How <see cref="RowMark"/> writes a row's identity.</summary>
    public static string MarkOf(RowPosition position)
    {
        Span<byte> mark = stackalloc byte[RowMark.MostPositionBytes];
        return Encoding.ASCII.GetString(mark[..RowMark.Write(position, mark)]);
    }

    /// <summary>A row as it was, but for what was changed in it; null where nothing was, or everything was taken out of it.</summary>
    private CorrectedRow? Corrected(string[] before, CorrectedRow row)
    {
        var after = _fields.Padded(row.Fields);
        // A cell has its line breaks in another form, which is no change.
        for (var i = 0; i < Math.Min(before.Length, after.Length); i++)
        {
            if (RejectSheet.LineBreaks(after[i]) == RejectSheet.LineBreaks(before[i]))
                after[i] = before[i];
        }
        var isChanged = row.Errors.Count > 0 || !before.AsSpan().SequenceEqual(after);
        return isChanged && !Array.TrueForAll(after, field => field.Length == 0) ? row with { Fields = after } : null;
    }

    private static DocumentLayout StagedAs(CsvLayout source)
    {
        var document = source.Document ?? new DocumentLayout
        {
            Format = FileFormat.Csv,
            TableIndex = 0,
            TableName = "",
            Kind = TableKind.Lines,
            FirstColumn = 0,
            RowsBefore = 0,
        };
        return document with { RowsBefore = 0, RowCount = null, FooterRows = 0, LastColumn = null };
    }
}

/// <summary>A reject that a repair runs again.</summary>
/// <param name="Mark">Which: its <see cref="RowMark"/> without a confidence.</param>
/// <param name="Verdict">What it was counted as.</param>
public sealed record RepairedRow(string Mark, RowVerdict Verdict);
