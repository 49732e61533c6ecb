using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Plans;

namespace Ingestion.Core.Csv;

/// <summary>The encoding of a source, found in its beginning or told.</summary>
/// <param name="Name">Its IANA name.</param>
/// <param name="PreambleBytes">The length of the byte order mark.</param>
/// <param name="Evidence">Why it was chosen, for a person.</param>
internal sealed record SourceEncoding(string Name, int PreambleBytes, string Evidence)
{
    /// <summary>Whether the bytes can be read as they are.</summary>
    public bool IsUtf8 => Name == "utf-8";

    /// <summary>Finds the encoding of <paramref name="sample"/>, a source's first bytes.</summary>
    /// <exception cref="UnreadableSourceException">The bytes are a known binary format.</exception>
    public static SourceEncoding Detect(ReadOnlySpan<byte> sample, SourceOptions options)
    {
        var told = options.Encoding is { } name ? SourceOptionsCheck.Find(name) : null;
        foreach (var (mark, encoding) in Marks)
        {
            if (sample.StartsWith(mark) && (told is null || told.WebName == encoding))
                return new SourceEncoding(encoding, mark.Length, $"Encoding {encoding}: the file begins with its byte order mark.");
        }
        BinaryFormats.ThrowIfKnown(sample);
        if (told is not null)
            return new SourceEncoding(told.WebName == "us-ascii" ? "utf-8" : told.WebName, 0, $"Encoding {told.WebName}: as told.");
        if (Utf16ByZeros(sample) is { } utf16)
            return utf16;
        BinaryFormats.ThrowIfControl(sample);
        return sample.Contains((byte)0) || IsUtf8Sample(sample) ? AsUtf8("every byte sequence looked at is valid UTF-8.") : LegacyEncoding.Detect(sample);
    }

    /// <summary>Makes UTF-8 of bytes in this encoding. A sequence that is not valid becomes U+FFFD, which makes its row unreadable.</summary>
    public byte[] ToUtf8(ReadOnlySpan<byte> bytes) =>
        IsUtf8 ? bytes.ToArray() : Encoding.UTF8.GetBytes(SourceOptionsCheck.Find(Name)!.GetString(bytes));

    /// <summary>Copies a stream that stands after the byte order mark as UTF-8.</summary>
    public async Task TranscodeAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        await using var utf8 = Encoding.CreateTranscodingStream(from, SourceOptionsCheck.Find(Name)!, new UTF8Encoding(false), leaveOpen: true);
        await utf8.CopyToAsync(to, 1 << 20, cancellationToken);
    }

    private static readonly (byte[] Mark, string Encoding)[] Marks =
    [
        ([0xEF, 0xBB, 0xBF], "utf-8"), ([0xFF, 0xFE, 0, 0], "utf-32"), ([0, 0, 0xFE, 0xFF], "utf-32BE"), ([0xFF, 0xFE], "utf-16"), ([0xFE, 0xFF], "utf-16BE"),
    ];

    private static SourceEncoding AsUtf8(string why) => new("utf-8", 0, $"Encoding utf-8: {why}");

    /// <summary>
    /// UTF-16 without its mark: Latin text has a zero in every other byte, and a table in any script has one beside each digit, comma and
    /// line break. In other encodings zeros are damage, and stand anywhere.
    /// </summary>
    private static SourceEncoding? Utf16ByZeros(ReadOnlySpan<byte> sample)
    {
        var looked = sample[..(Math.Min(sample.Length, 64 * 1024) & ~1)];
        var half = looked.Length / 2;
        int evenZeros = 0, oddZeros = 0, littleBreaks = 0, bigBreaks = 0;
        for (var i = 0; i < looked.Length; i += 2)
        {
            var (first, second) = (looked[i], looked[i + 1]);
            evenZeros += first == 0 ? 1 : 0;
            oddZeros += second == 0 ? 1 : 0;
            littleBreaks += second == 0 && first is ((byte)'\n' or (byte)'\r') ? 1 : 0;
            bigBreaks += first == 0 && second is ((byte)'\n' or (byte)'\r') ? 1 : 0;
        }
        return half < 2 ? null
            : oddZeros > half * 0.6 && evenZeros < half * 0.1 ? new("utf-16", 0, "Encoding utf-16: every other byte is zero, the later of each pair.")
            : evenZeros > half * 0.6 && oddZeros < half * 0.1 ? new("utf-16BE", 0, "Encoding utf-16BE: every other byte is zero, the earlier of each pair.")
            : littleBreaks > 0 && oddZeros > half * 0.05 && evenZeros * 2 < oddZeros ? new("utf-16", 0, "Encoding utf-16: line breaks are pairs of bytes, the later one zero.")
            : bigBreaks > 0 && evenZeros > half * 0.05 && oddZeros * 2 < evenZeros ? new("utf-16BE", 0, "Encoding utf-16BE: line breaks are pairs of bytes, the earlier one zero.")
            : null;
    }

    /// <summary>
    /// Whether the sample is UTF-8, a character cut at its end and some damage included: a file with more whole than broken
    /// multi-byte characters is UTF-8 with bad rows, not a file in another encoding. Neither is one whose only foreign byte is 0xFF,
    /// a sign of damage that hardly stands alone in any encoding's text.
    /// </summary>
    private static bool IsUtf8Sample(ReadOnlySpan<byte> sample)
    {
        if (System.Text.Unicode.Utf8.IsValid(sample))
            return true;
        int whole = 0, broken = 0, damage = 0;
        while (!sample.IsEmpty)
        {
            var plain = sample.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (plain < 0)
                break;
            sample = sample[plain..];
            var status = Rune.DecodeFromUtf8(sample, out _, out var consumed);
            if (status == System.Buffers.OperationStatus.NeedMoreData && sample.Length < 4)
                break;
            if (status == System.Buffers.OperationStatus.Done)
                whole++;
            else
                broken++;
            damage += sample[0] == 0xFF ? 1 : 0;
            sample = sample[consumed..];
        }
        return whole >= broken || damage == broken;
    }
}
