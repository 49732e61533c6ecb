using Ingestion.Contracts;
using Ingestion.Core.Csv;
using Ingestion.Core.Documents;

namespace Ingestion.Core.Text;

/// <summary>Tables of delimited text that stand below each other, with empty lines between.</summary>
internal static class TextTables
{
    /// <summary>Their ranges as <see cref="SourceOptions.Table"/> takes them; none where there are not several.</summary>
    public static IReadOnlyList<string> Ranges(TextSample sample, EngineOptions engine)
    {
        if (sample.Guess.Fields == 1 || !HasEmptyLine(sample.Text, sample.Guess.Dialect.Delimiter))
            return [];
        var form = TextSniffer.FormOf(sample, engine) with { Encoding = "utf-8", PreambleBytes = 0 };
        using var document = new TextDocument(new MemoryStream(sample.Text), form);
        var rows = new SampleSink(engine.SampleBytes);
        document.Read(document.Tables[0], rows, CancellationToken.None);
        var regions = rows.Rows.Count == 0 ? [] : TableFinder.Find(rows.Rows, isText: true);
        return regions.Count > 1 ? [.. regions.Select(region => region.Range(rows.Rows))] : [];
    }

    /// <summary>Whether there is a line of nothing, or of delimiters alone, before others.</summary>
    private static bool HasEmptyLine(ReadOnlySpan<byte> text, byte delimiter)
    {
        text = text.Trim(" \t\r\n"u8);
        ReadOnlySpan<byte> nothing = [delimiter, (byte)' ', (byte)'\t', (byte)'\r', (byte)'\n'];
        for (var start = 0; start < text.Length;)
        {
            var next = LineBreaks.NextLine(text, start);
            if (text[start..next].IndexOfAnyExcept(nothing) < 0)
                return true;
            start = next;
        }
        return false;
    }
}
