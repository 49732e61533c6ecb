using System.Text;
using CsCheck;

namespace Ingestion.Core.Tests.Runs;

/// <summary>Random sources: what people write, and what no one should.</summary>
internal static class CsvBytes
{
    private static readonly byte[][] Scraps =
    [
        .. new[]
        {
            ",", ",", ",", "\n", "\n", "\r", "\r\n", "\r\n", "\"", "\"", "\"\"", "\"a\"", "\"b,c\"", "\"x\ny\"", "\"x\r\ny\"", "\"un", "closed\"", "'", ";", "\t", "|",
            "a", "b", "1", "-2", "3.50", "007", "n/a", "true", "2024-02-29", "2024-01-01T10:00:00Z", "é", "東", "\uFFFD", "\uFEFF", " ", "=1+1", "\\", "long enough to cross a block of the scan, which has 64 bytes",
        }.Select(Encoding.UTF8.GetBytes),
        [0], [0xFF], [0xC3], [0xE6, 0x9D], [0x1B],
    ];

    private static readonly string[] Cells =
    [
        "", "", "a", "b", "a", "1", "2", "10", "-7", "3.50", "n/a", "comma, inside", "\"quoted\"", "line\nbreak", "line\r\nbreak", " spaces ", "Zoë 東京", "2024-02-29", "true", new string('x', 70),
    ];

    /// <summary>Anything at all, made of what matters to a CSV reader.</summary>
    public static Gen<byte[]> Garbage { get; } = Gen.OneOf(Scraps).List[1, 120].Select(scraps => scraps.SelectMany(scrap => scrap).ToArray());

    /// <summary>A table that keeps RFC 4180, its line breaks of one kind, with or without the last.</summary>
    public static Gen<byte[]> WellFormed { get; } = Gen.Select(Table(1, 5), Gen.OneOf("\n", "\r\n", "\r"), Gen.Bool)
        .Select((table, lineEnd, isEnded) => Encoding.UTF8.GetBytes(Write(table, lineEnd, isEnded)));

    /// <summary>A table with mixed line breaks, ragged rows and stray quotes here and there.</summary>
    public static Gen<byte[]> Damaged { get; } = Gen.Select(Table(1, 4), Gen.OneOf("\n", "\r\n", "\r", "\n\n", "\n\"", "\"\n", ",\n", "\r\r\n", "\n1\n").Array[40])
        .Select((table, ends) => Encoding.UTF8.GetBytes(string.Concat(table.Select((row, i) => string.Join(',', row.Select(Quote)) + ends[i % ends.Length]))));

    /// <summary>Any of them.</summary>
    public static Gen<byte[]> Any { get; } = Gen.OneOf(Garbage, WellFormed, Damaged);

    /// <summary>Rows of cells; keys repeat.</summary>
    public static Gen<string[][]> Table(int leastColumns, int mostColumns) =>
        Gen.Int[leastColumns, mostColumns].SelectMany(columns => Gen.OneOf(Cells).Array[columns].Array[1, 40]);

    public static string Write(IEnumerable<string[]> table, string lineEnd = "\n", bool isEnded = true)
    {
        var text = string.Join(lineEnd, table.Select(row => string.Join(',', row.Select(Quote))));
        return isEnded ? text + lineEnd : text;
    }

    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny("\",\r\n") >= 0 ? $"\"{cell.Replace("\"", "\"\"")}\"" : cell;
}
