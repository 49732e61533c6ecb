using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Records;
using Ingestion.Core.Results;
using Ingestion.Core.Results.Parquet;
using Ingestion.Core.Results.Parquet.Writing;

namespace Ingestion.Core.Tests.Results;

/// <summary>Writes the rows of a test with the product's own writer.</summary>
internal static class RowGroups
{
    public static byte[] Write(IReadOnlyList<ResultColumn> columns, IReadOnlyList<object?[]> rows, OutputCompression compression = OutputCompression.Snappy)
    {
        using var stream = new MemoryStream();
        using (var group = new RowGroupWriter(stream, compression, rows.Count))
        {
            for (var index = 0; index < columns.Count; index++)
                Write(group, ResultSchema.SpecOf(columns[index]), [.. rows.Select(row => row[index])]);
            group.Complete();
        }
        return stream.ToArray();
    }

    private static void Write(RowGroupWriter group, ColumnSpec column, object?[] values)
    {
        bool[] present = [.. values.Select(value => value is not null)];
        var given = values.OfType<object>().ToArray();
        switch (column.Type)
        {
            case ColumnType.Text:
                WriteText(group, column, present, [.. given.Cast<string>()]);
                break;
            case ColumnType.Decimal when column.Precision > ColumnSpec.NarrowPrecision:
                group.WriteWideDecimals(column, present, [.. given.Cast<Int128>()]);
                break;
            case ColumnType.Decimal:
                group.WriteLongs(column, present, [.. given.Select(value => (long)(Int128)value)]);
                break;
            case ColumnType.Double:
                group.WriteDoubles(column, present, [.. given.Cast<double>()]);
                break;
            case ColumnType.Boolean:
                group.WriteBooleans(column, present, [.. given.Cast<bool>()]);
                break;
            case ColumnType.Date:
                group.WriteLongs(column, present, [.. given.Select(value => (long)(int)value)]);
                break;
            default:
                group.WriteLongs(column, present, [.. given.Cast<long>()]);
                break;
        }
    }

    private static void WriteText(RowGroupWriter group, ColumnSpec column, bool[] present, string[] texts)
    {
        var bytes = new List<byte>();
        var ranges = new List<FieldRange>();
        foreach (var text in texts)
        {
            var encoded = Encoding.UTF8.GetBytes(text);
            ranges.Add(new FieldRange(bytes.Count, encoded.Length));
            bytes.AddRange(encoded);
        }
        group.WriteText(column, present, [.. ranges], bytes.ToArray());
    }
}
