namespace Ingestion.Core.Csv;

/// <summary>Files that are not text, known by their first bytes: content decides, not the name.</summary>
internal static class BinaryFormats
{
    private static readonly (byte[] Magic, string What, string Hint)[] Known =
    [
        ([0x89, 0x50, 0x4E, 0x47], "a PNG image", "Upload the table as delimited text."),
        ([0xFF, 0xD8, 0xFF], "a JPEG image", "Upload the table as delimited text."),
        ([0x47, 0x49, 0x46, 0x38, 0x39, 0x61], "a GIF image", "Upload the table as delimited text."),
        ([0x47, 0x49, 0x46, 0x38, 0x37, 0x61], "a GIF image", "Upload the table as delimited text."),
        ([0x1F, 0x8B], "a gzip archive", "Unpack it first."),
        ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard archive", "Unpack it first."),
        ([0x50, 0x41, 0x52, 0x31, 0x15], "a Parquet file", "It is clean columnar data already; export it as delimited text to run rules on it."),
        ([.. "SQLite format 3\0"u8], "a SQLite database", "Export the table as delimited text."),
        ([0x7F, 0x45, 0x4C, 0x46], "a program", "Upload the table as delimited text."),
    ];

    /// <summary>Refuses a known binary format.</summary>
    /// <exception cref="UnreadableSourceException">The bytes are its beginning.</exception>
    public static void ThrowIfKnown(ReadOnlySpan<byte> sample)
    {
        foreach (var (magic, what, hint) in Known)
        {
            if (sample.StartsWith(magic))
                throw new UnreadableSourceException($"The file is {what}, not delimited text, whatever its name says. {hint}");
        }
        // "BZh1" to "BZh9" could begin a header; the block's mark after it could not.
        if (sample.StartsWith("BZh"u8) && sample.Length > 4 && sample[4..].StartsWith((ReadOnlySpan<byte>)[0x31, 0x41, 0x59, 0x26, 0x53, 0x59]))
            throw new UnreadableSourceException("The file is a bzip2 archive, not delimited text, whatever its name says. Unpack it first.");
    }

    /// <summary>Refuses bytes that are no text.</summary>
    /// <exception cref="UnreadableSourceException">They hold more control bytes than text does.</exception>
    public static void ThrowIfControl(ReadOnlySpan<byte> sample)
    {
        var looked = sample[..Math.Min(sample.Length, 4096)];
        var control = 0;
        foreach (var value in looked)
            control += value is < 9 or (> 13 and < 32 and not 27) && value != 0 ? 1 : 0;
        if (control > looked.Length / 8)
            throw new UnreadableSourceException("The file is not delimited text: more than an eighth of its first bytes are control characters. Upload the table as text.");
    }
}
