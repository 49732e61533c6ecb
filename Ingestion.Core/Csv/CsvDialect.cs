namespace Ingestion.Core.Csv;

/// <summary>How fields and records are delimited.</summary>
/// <param name="Delimiter">The ASCII byte between fields.</param>
/// <param name="Quote">The ASCII byte around quoted fields; null when quotes are ordinary text.</param>
public readonly record struct CsvDialect(byte Delimiter, byte? Quote)
{
    /// <summary>RFC 4180: commas and double quotes.</summary>
    public static CsvDialect Default { get; } = new((byte)',', (byte)'"');

    internal CsvHelper.CsvReaderOptions ReaderOptions(bool skipEmptyLines) => new()
    {
        Separator = (char)Delimiter,
        Mode = Quote is null ? CsvHelper.CsvMode.NoEscape : CsvHelper.CsvMode.Rfc4180,
        Quote = (char)(Quote ?? (byte)'"'),
        HasHeader = false,
        DetectSeparatorHint = false,
        SkipEmptyLines = skipEmptyLines,
        BufferSize = 256 * 1024,
        // The bytes were transcoded before; a byte order mark inside them is text.
        Encoding = System.Text.Encoding.UTF8,
    };
}
