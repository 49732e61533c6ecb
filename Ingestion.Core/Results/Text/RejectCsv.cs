using System.Buffers;
using System.Text;
using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Core.Results.Text;

/// <summary>A rejected row as a line of CSV.</summary>
internal static class RejectCsv
{
    private const int StackBytes = 1024;

    /// <summary>Appends the row.</summary>
    public static void Append(TextBuffer output, RejectedRow row)
    {
        AppendText(output, JsonNamingPolicy.SnakeCaseUpper.ConvertName(row.Verdict.ToString()));
        output.Append((byte)',');
        output.AppendInteger(row.LineNumber);
        output.Append((byte)',');
        if (row.ByteOffset is { } offset)
            output.AppendInteger(offset);
        AppendJoined(output, row.Violations, violation => violation.RuleId);
        AppendJoined(output, row.Violations, violation => violation.Column);
        AppendJoined(output, row.Violations, violation => violation.Message);
        output.Append((byte)',');
        if (row.Raw is not null)
            AppendText(output, row.Raw);
        else if (row.RawBase64 is not null)
            AppendText(output, Decode(row.RawBase64));
        output.Append((byte)',');
        if (row.Position is not null)
            AppendText(output, row.Position);
        output.Append((byte)'\n');
    }

    private static void AppendJoined(TextBuffer output, IReadOnlyList<Violation> violations, Func<Violation, string?> part)
    {
        output.Append((byte)',');
        if (violations.Count == 1 && part(violations[0]) is { } text)
            AppendText(output, text);
        else if (violations.Count > 1)
            AppendText(output, string.Join(';', violations.Select(part)));
    }

    /// <summary>The file is UTF-8: bytes that are not are replaced, as they are in <see cref="RejectedRow.Raw"/>.</summary>
    private static string Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count) : base64;
    }

    private static void AppendText(TextBuffer output, string text)
    {
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = null;
        var bytes = size <= StackBytes ? stackalloc byte[StackBytes] : (rented = ArrayPool<byte>.Shared.Rent(size));
        output.AppendCsv(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }
}
