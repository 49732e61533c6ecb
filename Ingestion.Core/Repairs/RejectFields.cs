using System.Buffers;
using System.Text;
using Ingestion.Core.Csv;
using Ingestion.Core.Results;

namespace Ingestion.Core.Repairs;

/// <summary>Takes rejects' raw records apart into fields as their source was read.</summary>
internal sealed class RejectFields(CsvLayout source)
{
    // Without any of these a record is what its delimiters part; to set a reader up for each would cost many times that.
    private readonly SearchValues<char> _special = SearchValues.Create(source.Dialect.Quote is { } quote ? ['\r', '\n', (char)quote] : ['\r', '\n']);

    /// <summary>
    /// The fields of a record; as many as the source has columns at least, for what is missing is empty. Of one whose quoting is broken
    /// the quotes are text.
    /// </summary>
    public string[] Of(RejectedRow row) => OfRaw(row.Raw ?? "");

    /// <summary>The fields of a record.</summary>
    public string[] OfRaw(string raw) => !raw.AsSpan().ContainsAny(_special)
        ? Padded(raw.Split((char)source.Dialect.Delimiter))
        : Padded(Read(raw, source.Dialect) ?? Read(raw, source.Dialect with { Quote = null }) ?? [raw]);

    /// <summary>Fields with those that are missing at the end.</summary>
    public string[] Padded(string[] fields) =>
        fields.Length >= source.Columns.Count ? fields : [.. fields, .. Enumerable.Repeat("", source.Columns.Count - fields.Length)];

    private static string[]? Read(string raw, CsvDialect dialect)
    {
        using var reader = new CsvRecordReader(Encoding.UTF8.GetBytes(raw), dialect, skipEmptyLines: false);
        if (!reader.Read() || reader.IsMalformed)
            return null;
        var fields = new string[reader.FieldCount];
        for (var i = 0; i < fields.Length; i++)
            fields[i] = Encoding.UTF8.GetString(reader.GetSpan(i));
        return fields;
    }
}
