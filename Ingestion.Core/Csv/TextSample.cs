using Ingestion.Contracts;
using Ingestion.Core.Artifacts;

namespace Ingestion.Core.Csv;

/// <summary>The beginning of a source of text, with what was guessed of it.</summary>
/// <param name="Text">In UTF-8, without a byte order mark.</param>
/// <param name="IsWhole">Whether that is all.</param>
/// <param name="Encoding">The source's encoding.</param>
/// <param name="Options">What the user says, with what the text itself says in a first line such as <c>sep=;</c>.</param>
/// <param name="Guess">Delimiter, quote and preamble.</param>
internal sealed record TextSample(byte[] Text, bool IsWhole, SourceEncoding Encoding, SourceOptions Options, DialectGuess Guess)
{
    private const int EndBytes = 64 * 1024;

    /// <summary>Whole lines at the end of the source, in UTF-8.</summary>
    public required ReadOnlyMemory<byte> End { get; init; }

    /// <summary>Looks at a source.</summary>
    /// <exception cref="UnreadableSourceException">It is empty or binary.</exception>
    public static TextSample Of(ArtifactReader raw, SourceOptions options, EngineOptions engine)
    {
        var bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(raw.LengthBytes, engine.SampleBytes));
        Array.Resize(ref bytes, raw.ReadFully(0, bytes));
        var encoding = SourceEncoding.Detect(bytes, options);
        var text = encoding.ToUtf8(bytes.AsSpan(encoding.PreambleBytes));
        if (text.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
            throw new UnreadableSourceException("The file has no text, only white space. Upload a file with at least a header line.");
        options = WithSeparatorLine(text, options);
        var isWhole = bytes.Length == raw.LengthBytes;
        return new TextSample(text, isWhole, encoding, options, DialectGuess.Find(text, isWhole, options)) { End = isWhole ? LinesFrom(text, text.Length - EndBytes) : EndOf(raw, encoding) };
    }

    /// <summary>How its lines end: <c>LF</c>, <c>CRLF</c>, <c>CR</c> or <c>MIXED</c>.</summary>
    public string LineEnd()
    {
        var looked = Text.AsSpan(0, Math.Min(Text.Length, 256 * 1024));
        var lf = looked.Count((byte)'\n');
        var cr = looked.Count((byte)'\r');
        var crlf = looked.Count("\r\n"u8);
        return lf == 0 && cr > 0 ? "CR" : crlf == 0 && cr == 0 ? "LF" : lf == crlf && cr == crlf ? "CRLF" : "MIXED";
    }

    private static ReadOnlyMemory<byte> LinesFrom(byte[] text, int start) => start <= 0 ? text : text.AsMemory(LineBreaks.NextLine(text, start));

    private static ReadOnlyMemory<byte> EndOf(ArtifactReader raw, SourceEncoding encoding)
    {
        // No character of any encoding is cut at a multiple of four, but for those of UTF-8 and its like, which the line break after it heals.
        var start = Math.Max(0, raw.LengthBytes - EndBytes) & ~3L;
        var bytes = new byte[raw.LengthBytes - start];
        var text = encoding.ToUtf8(bytes.AsSpan(0, raw.ReadFully(start, bytes)));
        return LinesFrom(text, 1);
    }

    /// <summary>Spreadsheets write and read a first line <c>sep=;</c> that names the delimiter.</summary>
    private static SourceOptions WithSeparatorLine(ReadOnlySpan<byte> text, SourceOptions options) =>
        text.Length > 5 && text.StartsWith("sep="u8) && text[4] is not ((byte)'\r' or (byte)'\n') and <= 0x7E && text[5] is (byte)'\r' or (byte)'\n'
            ? options with { Delimiter = options.Delimiter ?? ((char)text[4]).ToString(), SkipRows = options.SkipRows ?? 1 }
            : options;
}
