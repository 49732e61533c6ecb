using Ingestion.Contracts;

namespace Ingestion.Core.Text;

/// <summary>How text is read that is no plain delimited text, fixed for a job when it is planned.</summary>
public sealed record TextForm
{
    /// <summary>How its lines are rows.</summary>
    public required TextLayout Layout { get; init; }

    /// <summary>The source's encoding, an IANA name.</summary>
    public required string Encoding { get; init; }

    /// <summary>The length of its byte order mark.</summary>
    public int PreambleBytes { get; init; }

    /// <summary>Of <see cref="TextLayout.Delimited"/> the ASCII character between fields.</summary>
    public byte Delimiter { get; init; } = (byte)',';

    /// <summary>Of <see cref="TextLayout.Delimited"/> the ASCII character around quoted fields; null for none.</summary>
    public byte? Quote { get; init; }

    /// <summary>Whether a backslash takes the meaning from the character after it, and doubled quotes mean nothing.</summary>
    public bool HasBackslash { get; init; }

    /// <summary>Of <see cref="TextLayout.FixedWidth"/> the 0-based characters that columns begin with; the first is 0.</summary>
    public IReadOnlyList<int> ColumnStarts { get; init; } = [];

    /// <summary>How its lines end: <c>LF</c>, <c>CRLF</c>, <c>CR</c> or <c>MIXED</c>. Any of them ends one; this is for a person.</summary>
    public string LineEnd { get; init; } = "LF";

    /// <summary>A longer record is no record: its quote was not meant to be one.</summary>
    public int MaxRecordBytes { get; init; } = 16 << 20;

    /// <summary>The form as the API shows it.</summary>
    public DialectInfo ToDialectInfo() => new(
        Layout switch { TextLayout.Delimited => ((char)Delimiter).ToString(), TextLayout.Spaces => " ", _ => "" },
        Layout == TextLayout.Delimited && Quote is { } quote ? ((char)quote).ToString() : "",
        LineEnd,
        HasBackslash ? "\\" : "",
        Layout,
        Layout == TextLayout.FixedWidth ? ColumnStarts : null);
}
