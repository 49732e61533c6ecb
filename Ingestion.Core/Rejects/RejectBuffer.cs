using System.Text;
using System.Text.Unicode;
using Ingestion.Contracts;

namespace Ingestion.Core.Rejects;

/// <summary>
/// A chunk's rejects as JSON Lines, one object a row:
/// <c>{"verdict","lineNumber","byteOffset","raw","violations":[{"ruleId","column","message"}]}</c>, with <c>position</c> instead of
/// <c>byteOffset</c> where the source is a document, <c>rawBase64</c> where the
/// bytes are not UTF-8 and <c>rawBytes</c>, the full length, where the raw text was cut.
/// </summary>
internal sealed class RejectBuffer : IDisposable
{
    /// <summary>The rule id of what makes a record no row.</summary>
    public const string UnreadableRuleId = "UNREADABLE";

    /// <summary>A longer raw record is cut; the artifact still has the whole of it.</summary>
    public const int MostRawBytes = 64 * 1024;

    private readonly JsonText _json = new();
    private readonly List<(int Order, int End)> _lines = [];
    private int _order;
    private bool _hasViolation;

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => _lines.Count == 0;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _json.Clear();
        _lines.Clear();
    }

    /// <summary>Begins a row.</summary>
    /// <param name="verdict">Why it is no clean row.</param>
    /// <param name="order">Orders it among the chunk's rejects.</param>
    /// <param name="lineNumber">Its line in the source, or row in its document.</param>
    /// <param name="raw">The record as it came.</param>
    /// <param name="rawBytes">Its full length.</param>
    /// <param name="byteOffset">Where it starts in a source of text.</param>
    /// <param name="position">Where it stands in a document, for a person.</param>
    public void Begin(RowVerdict verdict, int order, long lineNumber, ReadOnlySpan<byte> raw, long rawBytes, long? byteOffset = null, string? position = null)
    {
        _order = order;
        _hasViolation = false;
        _json.Append("{\"verdict\":\""u8);
        _json.Append(VerdictName(verdict));
        _json.Append("\",\"lineNumber\":"u8);
        _json.Append(lineNumber);
        if (byteOffset is { } offset)
        {
            _json.Append(",\"byteOffset\":"u8);
            _json.Append(offset);
        }
        if (position is not null)
        {
            _json.Append(",\"position\":\""u8);
            _json.AppendEscaped(Encoding.UTF8.GetBytes(position));
            _json.Append("\""u8);
        }
        AppendRaw(raw, rawBytes);
        _json.Append(",\"violations\":["u8);
    }

    /// <summary>Adds a violation: <paramref name="head"/> is <see cref="ViolationHead"/>'s, the message is the value in quotes, when there is one, and the explanation.</summary>
    public void AddViolation(ReadOnlySpan<byte> head, ReadOnlySpan<byte> value, bool isCut, ReadOnlySpan<byte> explanation)
    {
        if (_hasViolation)
            _json.Append(","u8);
        _hasViolation = true;
        _json.Append(head);
        if (!value.IsEmpty)
        {
            _json.Append("'"u8);
            _json.AppendEscaped(value);
            _json.Append(isCut ? "…' "u8 : "' "u8);
        }
        _json.AppendEscaped(explanation);
        _json.Append("\"}"u8);
    }

    /// <summary>Ends the row.</summary>
    public void End()
    {
        _json.Append("]}\n"u8);
        _lines.Add((_order, _json.Length));
    }

    /// <summary>The unchanging beginning of a violation of one rule in one column.</summary>
    public static byte[] ViolationHead(string ruleId, string? column)
    {
        using var json = new JsonText();
        json.Append("{\"ruleId\":\""u8);
        json.AppendEscaped(Encoding.UTF8.GetBytes(ruleId));
        json.Append(column is null ? "\",\"column\":null"u8 : "\",\"column\":\""u8);
        if (column is not null)
        {
            json.AppendEscaped(Encoding.UTF8.GetBytes(column));
            json.Append("\""u8);
        }
        json.Append(",\"message\":\""u8);
        return json[..json.Length].ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    /// <summary>Writes this buffer's rows and <paramref name="other"/>'s, merged by order.</summary>
    public void WriteMerged(RejectBuffer other, Stream stream)
    {
        int mine = 0, its = 0;
        while (mine < _lines.Count || its < other._lines.Count)
        {
            var isMine = its == other._lines.Count || (mine < _lines.Count && _lines[mine].Order <= other._lines[its].Order);
            if (isMine)
                mine = WriteRun(stream, mine, its == other._lines.Count ? int.MaxValue : other._lines[its].Order);
            else
                its = other.WriteRun(stream, its, mine == _lines.Count ? int.MaxValue : _lines[mine].Order - 1);
        }
    }

    /// <summary>Writes the rows from <paramref name="first"/> up to an order in one go; returns the one after them.</summary>
    private int WriteRun(Stream stream, int first, int lastOrder)
    {
        var next = first + 1;
        while (next < _lines.Count && _lines[next].Order <= lastOrder)
            next++;
        stream.Write(_json[(first == 0 ? 0 : _lines[first - 1].End).._lines[next - 1].End]);
        return next;
    }

    private void AppendRaw(ReadOnlySpan<byte> raw, long rawBytes)
    {
        if (raw.Length > MostRawBytes)
            raw = raw[..CharacterBorder(raw, MostRawBytes)];
        _json.Append(",\"raw\":\""u8);
        if (Utf8.IsValid(raw))
        {
            _json.AppendEscaped(raw);
        }
        else
        {
            _json.AppendEscaped(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(raw)));
            _json.Append("\",\"rawBase64\":\""u8);
            _json.AppendBase64(raw);
        }
        _json.Append("\""u8);
        if (rawBytes > raw.Length)
        {
            _json.Append(",\"rawBytes\":"u8);
            _json.Append(rawBytes);
        }
    }

    /// <summary>The last border between characters at or before <paramref name="length"/>, so that a cut does not break one.</summary>
    internal static int CharacterBorder(ReadOnlySpan<byte> text, int length)
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
