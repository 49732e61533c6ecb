using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ingestion.Core.Columns;

namespace Ingestion.Core.Rules;

/// <summary>Typed values as messages show them.</summary>
internal static class ColumnText
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A slot's value: a number with every digit, a text without quotes, null for none.</summary>
    public static string Of(ColumnBuffer column, int slot)
    {
        if (column.IsNull(slot))
            return "null";
        if (column is TextColumnBuffer text)
            return Encoding.UTF8.GetString(text.Value(slot));
        using var value = new MemoryStream();
        using (var json = new Utf8JsonWriter(value, Readable))
            column.WriteJson(slot, json);
        return Encoding.UTF8.GetString(value.GetBuffer().AsSpan(0, (int)value.Length)).Trim('"');
    }
}
