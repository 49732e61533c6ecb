using System.Globalization;
using Ingestion.Contracts;
using Ingestion.Core.Csv;

namespace Ingestion.Core.Text;

/// <summary>Finds out whether text is no plain delimited text, which has a faster way of its own: told so, or by what its lines look like.</summary>
internal static class TextSniffer
{
    private const int RecordsLookedAt = 500;

    /// <summary>How the text is read; null when it is plain delimited text.</summary>
    public static (TextForm Form, IReadOnlyList<string> Evidence)? Sniff(TextSample sample, EngineOptions engine)
    {
        return Choose(FormOf(sample, engine), sample.Guess, sample.Text, sample.Options) is var (chosen, why) ? (chosen, [sample.Encoding.Evidence, why]) : null;
    }

    /// <summary>The form of delimited text as it was guessed.</summary>
    public static TextForm FormOf(TextSample sample, EngineOptions engine) => new()
    {
        Layout = sample.Options.TextLayout ?? TextLayout.Delimited,
        Encoding = sample.Encoding.Name,
        PreambleBytes = sample.Encoding.PreambleBytes,
        Delimiter = sample.Guess.Dialect.Delimiter,
        Quote = sample.Guess.Dialect.Quote,
        HasBackslash = sample.Options.Escape == "\\",
        LineEnd = sample.LineEnd(),
        MaxRecordBytes = engine.MaxRecordBytes,
    };

    private static (TextForm Form, string Why)? Choose(TextForm form, DialectGuess guess, byte[] sample, SourceOptions options)
    {
        switch (options.TextLayout)
        {
            case TextLayout.FixedWidth:
                var starts = options.ColumnStarts ?? FixedWidthGuess.ColumnStarts(sample) ?? [0];
                return (form with { ColumnStarts = starts }, FixedWidth(starts, options.ColumnStarts is null ? "as the lines' common gaps say" : "as told"));
            case TextLayout.Spaces:
                return (form, "Fields are apart by spaces: as told.");
            case TextLayout.Lines:
                return (form, "Each line is a row of one field: as told.");
        }
        if (form.HasBackslash)
            return (form, "Quotes are escaped by a backslash: as told.");
        if (options.Escape is null && Escaped(form, sample, options) is { } escaped)
            return escaped;
        if (options is { TextLayout: null, Delimiter: null } && guess.Fields == 1 && HasWideGaps(sample) && FixedWidthGuess.ColumnStarts(sample) is { } columns)
            return (form with { Layout = TextLayout.FixedWidth, ColumnStarts = columns }, FixedWidth(columns, "nothing delimits fields, and the lines have common gaps"));
        // What plain delimited text is read without.
        return options.FooterRows > 0 || options.HeaderRows > 1 || !string.IsNullOrEmpty(options.Table) ? (form, guess.Evidence) : null;
    }

    private static (TextForm Form, string Why)? Escaped(TextForm form, byte[] sample, SourceOptions options)
    {
        byte?[] quotes = options.Quote is null ? [form.Quote, (byte)'"', (byte)'\''] : [form.Quote];
        foreach (var quote in quotes.OfType<byte>().Distinct().Where(quote => sample.AsSpan().IndexOf([(byte)'\\', quote]) >= 0))
        {
            var escaped = form with { Quote = quote, HasBackslash = true };
            if (QuoteTrial.Of(escaped, sample).WhyBetterThan(QuoteTrial.Of(form, sample)) is { } why)
                return (escaped, $"Quotes ({(char)quote}) are escaped by a backslash: {why}.");
        }
        return null;
    }

    private static string FixedWidth(IReadOnlyList<int> starts, string why) => string.Create(CultureInfo.InvariantCulture,
        $"Fields stand at fixed places, columns begin with the characters {string.Join(", ", starts)}: {why}.");

    /// <summary>Single spaces are between words too.</summary>
    private static bool HasWideGaps(ReadOnlySpan<byte> sample)
    {
        int lines = 0, wide = 0;
        for (var start = 0; start < sample.Length && lines < RecordsLookedAt; lines++)
        {
            var next = LineBreaks.NextLine(sample, start);
            wide += sample[start..next].Trim(" \r\n"u8).IndexOf("  "u8) >= 0 ? 1 : 0;
            start = next;
        }
        return lines > 2 && wide * 2 > lines;
    }
}
