using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Ingestion.Contracts;

namespace Ingestion.Core.Rejects;

/// <summary>
/// A chunk's rejects as JSON Lines, one object a row:
/// <c>{"verdict","lineNumber","byteOffset","raw","violations":[{"ruleId","column","message"}]}</c>, with <c>rawBase64</c> where the
/// bytes are not UTF-8 and <c>rawBytes</c>, the full length, where the raw text was cut.
/// </summary>
internal sealed class RejectBuffer : IDisposable
{
    /// <summary>The rule id of what makes a record no row.</summary>
    public const string UnreadableRuleId = "UNREADABLE";

    /// <summary>A longer raw record is cut; the artifact still has the whole of it.</summary>
    public const int MostRawBytes = 64 * 1024;

    private static readonly JsonWriterOptions Options = new()
    {
        // Rejects are read by people and programs, not pasted into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly ArrayBufferWriter<byte> _output = new(64 * 1024);
    private readonly Utf8JsonWriter _json;
    private readonly List<(int Position, int End)> _lines = [];

    public RejectBuffer() => _json = new Utf8JsonWriter(_output, Options);

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => _lines.Count == 0;

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _output.ResetWrittenCount();
        _lines.Clear();
    }

    /// <summary>Adds a row. <paramref name="position"/> orders it among the chunk's rejects.</summary>
    public void Add(RowVerdict verdict, int position, long lineNumber, long byteOffset, ReadOnlySpan<byte> raw, long rawBytes, IEnumerable<Violation> violations)
    {
        _json.WriteStartObject();
        _json.WriteString("verdict"u8, VerdictName(verdict));
        _json.WriteNumber("lineNumber"u8, lineNumber);
        _json.WriteNumber("byteOffset"u8, byteOffset);
        WriteRaw(raw, rawBytes);
        _json.WriteStartArray("violations"u8);
        foreach (var violation in violations)
        {
            _json.WriteStartObject();
            _json.WriteString("ruleId"u8, violation.RuleId);
            _json.WriteString("column"u8, violation.Column);
            _json.WriteString("message"u8, violation.Message);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset(_output);
        _output.Write("\n"u8);
        _lines.Add((position, _output.WrittenCount));
    }

    /// <summary>Writes this buffer's rows and <paramref name="other"/>'s, merged by position.</summary>
    public void WriteMerged(RejectBuffer other, Stream stream)
    {
        int mine = 0, its = 0;
        while (mine < _lines.Count || its < other._lines.Count)
        {
            if (its == other._lines.Count || (mine < _lines.Count && _lines[mine].Position <= other._lines[its].Position))
                stream.Write(Line(mine++));
            else
                stream.Write(other.Line(its++));
        }
    }

    private ReadOnlySpan<byte> Line(int index)
    {
        var start = index == 0 ? 0 : _lines[index - 1].End;
        return _output.WrittenSpan[start.._lines[index].End];
    }

    private void WriteRaw(ReadOnlySpan<byte> raw, long rawBytes)
    {
        if (raw.Length > MostRawBytes)
            raw = raw[..CharacterBorder(raw, MostRawBytes)];
        if (Utf8.IsValid(raw))
        {
            _json.WriteString("raw"u8, raw);
        }
        else
        {
            _json.WriteString("raw"u8, Encoding.UTF8.GetString(raw));
            _json.WriteBase64String("rawBase64"u8, raw);
        }
        if (rawBytes > raw.Length)
            _json.WriteNumber("rawBytes"u8, rawBytes);
    }

    /// <summary>The last border between characters at or before <paramref name="length"/>, so that a cut does not break one.</summary>
    public static int CharacterBorder(ReadOnlySpan<byte> text, int length)
    {
        var border = length;
        while (border > length - 4 && border > 0 && (text[border] & 0xC0) == 0x80)
            border--;
        return border;
    }

    private static ReadOnlySpan<byte> VerdictName(RowVerdict verdict) => verdict switch
    {
        RowVerdict.Rejected => "REJECTED"u8,
        RowVerdict.Duplicate => "DUPLICATE"u8,
        RowVerdict.Unreadable => "UNREADABLE"u8,
        _ => "KEPT"u8,
    };
}
