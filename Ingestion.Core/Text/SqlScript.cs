namespace Ingestion.Core.Text;

/// <summary>Knows a database's dump: text whose rows are in statements, of which no dialect makes a table.</summary>
internal static class SqlScript
{
    private static readonly string[] Beginnings =
    [
        "CREATE TABLE", "CREATE DATABASE", "CREATE SCHEMA", "DROP TABLE", "DROP DATABASE", "DROP SCHEMA", "INSERT INTO", "LOCK TABLES",
        "START TRANSACTION", "BEGIN TRANSACTION", "BEGIN;", "PRAGMA", "USE", "SET",
    ];

    /// <summary>Refuses a script.</summary>
    /// <param name="sample">Its beginning, in UTF-8.</param>
    /// <exception cref="UnreadableSourceException">The first words after comments begin a statement, and a later line makes or fills a table.</exception>
    public static void ThrowIfOne(ReadOnlySpan<byte> sample)
    {
        var text = AfterComments(sample);
        foreach (var beginning in Beginnings)
        {
            if (Begins(text, beginning) && HasTable(text))
            {
                throw new UnreadableSourceException(
                    $"The file is an SQL script that begins with {beginning.TrimEnd(';')}, not a table, whatever its name says. Run it in a database and export the table as delimited text; to read each of its lines as a row, set source.textLayout to LINES.");
            }
        }
    }

    private static ReadOnlySpan<byte> AfterComments(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            // A comment that servers of some version run ends like a statement.
            text = text.TrimStart(" \t\r\n;"u8);
            if (text.StartsWith("/*"u8))
                text = After(text[2..], "*/"u8);
            else if (text.StartsWith("--"u8) || text.StartsWith("#"u8))
                text = After(text, "\n"u8);
            else
                return text;
        }
    }

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end) =>
        text.IndexOf(end) is >= 0 and var length ? text[(length + end.Length)..] : default;

    private static bool HasTable(ReadOnlySpan<byte> text)
    {
        for (var start = 0; start < text.Length; start = Csv.LineBreaks.NextLine(text, start))
        {
            var line = text[start..];
            if (Begins(line, "CREATE TABLE") || Begins(line, "INSERT INTO"))
                return true;
        }
        return false;
    }

    private static bool Begins(ReadOnlySpan<byte> text, string words) =>
        text.Length > words.Length
            && System.Text.Ascii.EqualsIgnoreCase(text[..words.Length], words)
            && (words[^1] == ';' || text[words.Length] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n');
}
