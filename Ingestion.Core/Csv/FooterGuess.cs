using System.Text;
using Ingestion.Core.Rejects;

namespace Ingestion.Core.Csv;

/// <summary>Finds rows at the end of delimited text that look like no data, such as totals. They are read as data unless they are told to be none.</summary>
internal static class FooterGuess
{
    private const int MostRows = 5;
    private const int MostShownBytes = 60;
    private const double LeastConsistency = 0.9;

    private static readonly HashSet<string> Totals = new(StringComparer.OrdinalIgnoreCase)
    {
        "total", "totals", "subtotal", "grand total", "sum", "sums", "summe", "gesamt", "gesamtsumme", "zwischensumme", "somme", "totaux", "totale", "totaal", "suma", "summa", "итого", "合計", "合计", "总计",
    };

    /// <summary>What is to be said of them; null where there are none.</summary>
    public static string? Evidence(TextSample sample, int headerRows)
    {
        var rows = LastRows(sample, headerRows);
        var most = Math.Min(MostRows, rows.Count - headerRows - 1);
        var footer = 0;
        while (footer < most && IsFooter(rows[^(footer + 1)], sample.Guess))
            footer++;
        // Where every row looked at is like that, it is what rows look like here.
        if (footer is 0 or MostRows)
            return null;
        var first = rows[^footer].Text;
        return $"The last {(footer == 1 ? "row looks" : $"{footer} rows look")} like no data but a footer, from '{first}' on; with source.footerRows {footer} {(footer == 1 ? "it is" : "they are")} left out.";
    }

    private static bool IsFooter(Row row, DialectGuess guess) =>
        (guess.Fields > 1 && Totals.Contains(row.First.TrimEnd(':', ' ', '.'))) || (guess is { Fields: > 2, Consistency: >= LeastConsistency } && row.Filled * 2 < guess.Fields && row.Fields < guess.Fields);

    /// <summary>The last rows of data and the one before them, as far as they are rows.</summary>
    private static List<Row> LastRows(TextSample sample, int headerRows)
    {
        // Where they begin first, since most rows of the sample are none of them.
        var starts = new Queue<int>();
        using (var records = new CsvRecordReader(sample.End, sample.Guess.Dialect, skipEmptyLines: true))
        {
            while (records.Read())
            {
                if (records.IsMalformed)
                    return [];
                starts.Enqueue(records.Offset);
                if (starts.Count > MostRows + 1 + headerRows)
                    starts.Dequeue();
            }
        }
        if (starts.Count == 0)
            return [];
        using var last = new CsvRecordReader(sample.End[starts.Peek()..], sample.Guess.Dialect, skipEmptyLines: true);
        var rows = new List<Row>();
        while (last.Read())
            rows.Add(Row.Of(last));
        return rows;
    }

    private readonly record struct Row(int Fields, int Filled, string First, string Text)
    {
        public static Row Of(CsvRecordReader records)
        {
            var (filled, first) = (0, "");
            for (var i = 0; i < records.FieldCount; i++)
            {
                var field = records.GetSpan(i).Trim(" \t"u8);
                if (!field.IsEmpty && filled++ == 0)
                    first = Encoding.UTF8.GetString(field[..Math.Min(field.Length, MostShownBytes)]);
            }
            var text = records.RawRecord.TrimEnd("\r\n"u8);
            var isCut = text.Length > MostShownBytes;
            return new Row(records.FieldCount, filled, first, Encoding.UTF8.GetString(isCut ? text[..RejectBuffer.CharacterBorder(text, MostShownBytes)] : text) + (isCut ? "…" : ""));
        }
    }
}
