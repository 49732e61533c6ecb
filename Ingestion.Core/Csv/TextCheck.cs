using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Ingestion.Core.Csv;

/// <summary>Why a record's bytes are not text. Preview and job ask here.</summary>
internal sealed class TextCheck(CsvLayout layout)
{
    /// <summary>Whether some record of these bytes may not be text. Whole chunks are text nearly always: one vectorised look spares one a row.</summary>
    public bool IsSuspect(ReadOnlySpan<byte> bytes) =>
        !Utf8Check.IsText(bytes) || (!layout.IsUtf8 && bytes.IndexOf("\uFFFD"u8) >= 0);

    /// <summary>Why a record is not text; null when it is.</summary>
    /// <param name="record">Its bytes.</param>
    /// <param name="offset">Where it starts in the source.</param>
    public string? WhyNotText(ReadOnlySpan<byte> record, long offset)
    {
        var zero = record.IndexOf((byte)0);
        if (zero >= 0)
            return $"There is a NUL byte at byte {offset + zero}; text has none.";
        if (!layout.IsUtf8 && record.IndexOf("\uFFFD"u8) >= 0)
            return $"Some bytes are not valid {layout.Encoding}. Is source.encoding right?";
        if (Utf8.IsValid(record))
            return null;
        var valid = 0;
        while (Rune.DecodeFromUtf8(record[valid..], out _, out var consumed) == OperationStatus.Done)
            valid += consumed;
        return $"Byte {offset + valid} (0x{record[valid]:X2}) is not valid UTF-8. If the file is in another encoding, set source.encoding, such as windows-1252.";
    }
}
