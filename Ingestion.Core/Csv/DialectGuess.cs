using Ingestion.Contracts;

namespace Ingestion.Core.Csv;

/// <summary>Finds delimiter, quote and preamble: the combination under which the most records have the same number of fields.</summary>
internal sealed record DialectGuess(CsvDialect Dialect, int Fields, int SkipRows, double Consistency)
{
    private const int RecordsLookedAt = 1000;
    private const int MostPreambleLines = 32;
    private static readonly byte[] Delimiters = ",;\t|"u8.ToArray();

    /// <summary>Why it was chosen, for a person.</summary>
    public string Evidence => FormattableString.Invariant(
        $"Delimiter {Name(Dialect.Delimiter)}, quote {(Dialect.Quote is { } quote ? Name(quote) : "none")}: {Consistency:P0} of the records looked at have {Fields} field{(Fields == 1 ? "" : "s")}.");

    /// <summary>Looks at the beginning of a source in UTF-8, which may be the whole of it.</summary>
    public static DialectGuess Find(ReadOnlyMemory<byte> sample, bool isWhole, SourceOptions options)
    {
        // One that is nowhere separates nothing, and need not be measured; the comma is, as what is left when there is none.
        byte[] delimiters = options.Delimiter is { } told ? [(byte)told[0]]
            : Array.FindAll(Delimiters, delimiter => delimiter == Delimiters[0] || sample.Span.Contains(delimiter));
        byte?[] quotes = options.Quote is { } quote ? [quote.Length == 0 ? null : (byte)quote[0]]
            : sample.Span.Contains((byte)'\'') ? [(byte)'"', (byte)'\''] : [(byte)'"'];
        var dialects = quotes.SelectMany(q => delimiters.Select(d => new CsvDialect(d, q))).Where(dialect => dialect.Quote != dialect.Delimiter).ToList();
        if (dialects.Count == 0)
            dialects.Add(new CsvDialect(delimiters[0], null));
        var guesses = dialects.ConvertAll(dialect => Measure(sample, isWhole, dialect));
        // The first wins a tie, so that commas and double quotes are the default.
        return guesses.Where(guess => guess.Fields > 1).MaxBy(guess => guess.Score) ?? guesses[0];
    }

    private double Score => Consistency * (1 + (0.1 * Math.Log(Fields))) * (SkipRows > 0 ? 0.95 : 1) * Penalty;

    /// <summary>A quote that breaks the rules, or that encloses nothing, is probably an apostrophe.</summary>
    private double Penalty { get; init; } = 1;

    private static DialectGuess Measure(ReadOnlyMemory<byte> sample, bool isWhole, CsvDialect dialect)
    {
        var counts = new List<int>();
        var malformed = 0;
        var enclosed = 0;
        using var records = new CsvRecordReader(sample, dialect, skipEmptyLines: true);
        while (counts.Count < RecordsLookedAt && records.Read())
        {
            if (records.IsMalformed)
                malformed++;
            counts.Add(records.IsMalformed ? 0 : records.FieldCount);
            enclosed += !records.IsMalformed && HasQuotedField(records.RawRecord, dialect) ? 1 : 0;
        }
        // The sample may end inside its last record.
        if (!isWhole && counts.Count is > 2 and < RecordsLookedAt)
            counts.RemoveAt(counts.Count - 1);
        if (counts.Count == 0)
            return new DialectGuess(dialect, 1, 0, 1);
        var usual = counts.GroupBy(count => count).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).First().Key;
        var preamble = counts.FindIndex(count => count == usual);
        var isPreamble = preamble is > 0 and <= MostPreambleLines && counts.Take(preamble).All(count => count > 0 && count < usual) && counts.Count - preamble > 1;
        var skipped = isPreamble ? preamble : 0;
        var consistency = counts.Skip(skipped).Count(count => count == usual) / (double)(counts.Count - skipped);
        return new DialectGuess(dialect, Math.Max(usual, 1), isPreamble ? LinesBefore(sample, dialect, preamble) : 0, consistency)
        {
            Penalty = (malformed > 0 ? 0.8 : 1) * (enclosed > 0 ? 1 : dialect.Quote == (byte)'\'' ? 0.5 : 0.999),
        };
    }

    private static int LinesBefore(ReadOnlyMemory<byte> sample, CsvDialect dialect, int records)
    {
        using var reader = new CsvRecordReader(sample, dialect, skipEmptyLines: true);
        for (var i = 0; i <= records; i++)
            reader.Read();
        return (int)LineBreaks.Count(sample.Span[..reader.Offset]);
    }

    /// <summary>Whether a field begins with the quote: in a record that keeps the rules it also ends with it, which an apostrophe hardly does.</summary>
    private static bool HasQuotedField(ReadOnlySpan<byte> record, CsvDialect dialect) =>
        dialect.Quote is { } quote && ((!record.IsEmpty && record[0] == quote) || record.IndexOf([dialect.Delimiter, quote]) >= 0);

    private static string Name(byte value) => value == '\t' ? "tab" : $"'{(char)value}'";
}
