using Ingestion.Core.Csv;

namespace Ingestion.Core.Repairs;

/// <summary>Which column of an upload is what, by its header: columns may be moved, and others added, which mean nothing.</summary>
internal abstract class CorrectionForm
{
    /// <summary>Finds an upload's form; null when it is no list of rejects.</summary>
    /// <exception cref="UnreadableSourceException">A column of the source is missing.</exception>
    public static CorrectionForm? Of(string[] header, CsvLayout source)
    {
        if (Array.IndexOf(header, RejectSheet.PlaceColumn) is >= 0 and var place)
            return new BySheet(header, place, source);
        var (line, raw) = (Array.IndexOf(header, "lineNumber"), Array.IndexOf(header, "raw"));
        return line >= 0 && raw >= 0 ? new ByRecord(line, Array.IndexOf(header, "position"), raw, source) : null;
    }

    /// <summary>A row's place and fields.</summary>
    public abstract CorrectedRow Corrected(CorrectedRow row);

    private static string FieldOf(CorrectedRow row, int column) => column >= 0 && column < row.Fields.Length ? row.Fields[column] : "";

    /// <summary>A column for each of the source's: <see cref="RejectSheet"/>.</summary>
    private sealed class BySheet : CorrectionForm
    {
        private readonly int _place;
        private readonly int[] _columns;
        private readonly int[] _surplus;

        public BySheet(string[] header, int place, CsvLayout source)
        {
            _place = place;
            _columns = [.. source.Columns.Select(column => Find(header, column.Name, place))];
            if (Array.IndexOf(_columns, -1) is >= 0 and var missing)
                throw new UnreadableSourceException($"The upload has no column '{source.Columns[missing].Name}'. Keep every column of the list of rejects.");
            var names = header.Select((name, at) => (Number: RejectSheet.SurplusNumber(name), At: at)).Where(pair => pair.Number > 0 && !_columns.Contains(pair.At));
            _surplus = [.. names.OrderBy(pair => pair.Number).Select(pair => pair.At)];
        }

        public override CorrectedRow Corrected(CorrectedRow row)
        {
            var surplus = _surplus.Select(column => FieldOf(row, column)).ToList();
            while (surplus.Count > 0 && surplus[^1].Length == 0)
                surplus.RemoveAt(surplus.Count - 1);
            surplus = surplus.ConvertAll(field => field == RejectSheet.EmptySurplus ? "" : field);
            return row with
            {
                Place = FieldOf(row, _place).Trim(),
                Fields = [.. _columns.Select(column => FieldOf(row, column)), .. surplus],
                Errors = [.. Enumerable.Range(0, _columns.Length).Where(i => row.Errors.Contains(_columns[i]))],
            };
        }

        // The source may itself have a column of the name that says the place.
        private static int Find(string[] header, string name, int place)
        {
            var at = Array.IndexOf(header, name);
            return at == place ? Array.IndexOf(header, name, place + 1) : at;
        }
    }

    /// <summary>The raw record in one column, as the CSV of rejects has it.</summary>
    private sealed class ByRecord(int line, int position, int raw, CsvLayout source) : CorrectionForm
    {
        private readonly RejectFields _fields = new(source);

        public override CorrectedRow Corrected(CorrectedRow row) => row with
        {
            Place = FieldOf(row, position) is { Length: > 0 } place ? place : FieldOf(row, line),
            Fields = _fields.OfRaw(FieldOf(row, raw)),
            Errors = [],
        };
    }
}
