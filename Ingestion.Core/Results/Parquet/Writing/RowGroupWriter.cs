using System.Numerics;
using System.Runtime.InteropServices;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Records;

namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>
/// Writes a Parquet file of one row group, column by column, in the encodings that every reader knows: version 1 data pages, PLAIN or a
/// dictionary. After apache/parquet-format. Values go from where the chunk's columns have them into the page, and no further.
/// </summary>
/// <param name="stream">Where to; left open.</param>
/// <param name="compression">How pages are compressed.</param>
/// <param name="rowCount">How many rows each column will have.</param>
internal sealed class RowGroupWriter(Stream stream, OutputCompression compression, int rowCount) : IDisposable
{
    // What readers have to hold of a column at a time.
    private const int MostPageBytes = 1 << 20;
    private const int MostPageRows = 1 << 17;
    private const int LevelLengthBytes = sizeof(int);

    private readonly PageCodec _codec = PageCodec.Create(compression);
    private readonly List<ColumnSpec> _columns = [];
    private readonly List<ColumnChunkMetaData> _chunks = [];
    private PageWriter? _pages;

    private PageWriter Pages => _pages ??= Begin();

    /// <summary>Writes an INTEGER, narrow DECIMAL, DATE or TIMESTAMP column: the values that are there, and for each row whether there is one.</summary>
    public void WriteLongs(ColumnSpec column, ReadOnlySpan<bool> present, ReadOnlySpan<long> values)
    {
        var isNarrow = SchemaWriter.PhysicalTypeOf(column) == PhysicalType.Int32;
        var bounds = Bounds.Of(values, isNarrow, out var min, out var max);
        using var dictionary = ValueDictionary<long, long, LongKeys>.OfRange(values, default, MostPageBytes, min, max);
        if (dictionary.IsWorthwhile && isNarrow)
            Write(column, present, dictionary.Indexes, new NarrowedValues(dictionary.Entries), bounds);
        else if (dictionary.IsWorthwhile)
            Write(column, present, dictionary.Indexes, new FixedValues<long>(dictionary.Entries), bounds);
        else if (isNarrow)
            Write(column, present, new NarrowedValues(values), bounds);
        else
            Write(column, present, new FixedValues<long>(values), bounds);
    }

    /// <summary>Writes a DOUBLE column.</summary>
    public void WriteDoubles(ColumnSpec column, ReadOnlySpan<bool> present, ReadOnlySpan<double> values)
    {
        var bounds = Bounds.Of(values);
        // By their bits: zero has two forms, and NaN equals nothing.
        var bits = MemoryMarshal.Cast<double, long>(values);
        using var dictionary = new ValueDictionary<long, long, LongKeys>(bits, default, MostPageBytes);
        if (dictionary.IsWorthwhile)
            Write(column, present, dictionary.Indexes, new FixedValues<long>(dictionary.Entries), bounds);
        else
            Write(column, present, new FixedValues<long>(bits), bounds);
    }

    /// <summary>Writes a DECIMAL column of more than 18 digits.</summary>
    public void WriteWideDecimals(ColumnSpec column, ReadOnlySpan<bool> present, ReadOnlySpan<Int128> values)
    {
        var bounds = Bounds.Of(values);
        using var dictionary = new ValueDictionary<Int128, Int128, WideDecimalKeys>(values, default, MostPageBytes);
        if (dictionary.IsWorthwhile)
            Write(column, present, dictionary.Indexes, new WideDecimalValues(dictionary.Entries), bounds);
        else
            Write(column, present, new WideDecimalValues(values), bounds);
    }

    /// <summary>Writes a BOOLEAN column.</summary>
    public void WriteBooleans(ColumnSpec column, ReadOnlySpan<bool> present, ReadOnlySpan<bool> values) =>
        Write(column, present, new BooleanValues(values), Bounds.Of(values));

    /// <summary>Writes a TEXT column, whose values are ranges of <paramref name="bytes"/>.</summary>
    public void WriteText(ColumnSpec column, ReadOnlySpan<bool> present, ReadOnlySpan<FieldRange> values, ReadOnlySpan<byte> bytes)
    {
        var bounds = new TextBounds();
        using var dictionary = new ValueDictionary<FieldRange, TextDigest, TextKeys>(values, new TextKeys(bytes), MostPageBytes);
        var chunk = dictionary.IsWorthwhile
            ? Write(column, present, dictionary.Indexes, new TextValues(dictionary.Entries, bytes, ref bounds), bounds: default)
            : Write(column, present, new TextValues(values, bytes, ref bounds), bounds: default);
        chunk.Take(bounds.Of(bytes));
    }

    /// <summary>Writes a TEXT column by a dictionary that is there already, unless it would be too large to pay; false then.</summary>
    /// <param name="column">The column.</param>
    /// <param name="present">For each row whether there is a value.</param>
    /// <param name="indexes">Of each value its entry.</param>
    /// <param name="entries">The different values, all of which come up, as ranges of <paramref name="bytes"/>.</param>
    /// <param name="bytes">The texts.</param>
    public bool TryWriteText(ColumnSpec column, ReadOnlySpan<bool> present, ReadOnlySpan<int> indexes, ReadOnlySpan<FieldRange> entries, ReadOnlySpan<byte> bytes)
    {
        var bounds = new TextBounds();
        var texts = new TextValues(entries, bytes, ref bounds);
        if (entries.Length * 2 > indexes.Length || texts.Fitting(0, MostPageBytes) < entries.Length)
            return false;
        Write(column, present, indexes, texts, bounds: default).Take(bounds.Of(bytes));
        return true;
    }

    /// <summary>Ends the file.</summary>
    public void Complete() => Pages.WriteRaw(FileFooter.Of(_columns, _chunks, rowCount));

    /// <inheritdoc/>
    public void Dispose()
    {
        _pages?.Dispose();
        _codec.Dispose();
    }

    private PageWriter Begin()
    {
        var pages = new PageWriter(stream, _codec);
        pages.WriteRaw(FileFooter.Magic);
        return pages;
    }

    private ColumnChunkMetaData Add(ColumnSpec column, int values, (byte[]? Min, byte[]? Max) bounds)
    {
        var chunk = new ColumnChunkMetaData
        {
            Name = column.Name,
            Type = SchemaWriter.PhysicalTypeOf(column),
            Codec = Pages.Codec,
            ValueCount = rowCount,
            NullCount = rowCount - values,
        };
        chunk.Take(bounds);
        _columns.Add(column);
        _chunks.Add(chunk);
        return chunk;
    }

    private ColumnChunkMetaData Write<TValues>(ColumnSpec column, ReadOnlySpan<bool> present, TValues values, (byte[]? Min, byte[]? Max) bounds)
        where TValues : IPlainValues, allows ref struct
    {
        var chunk = Add(column, values.Count, bounds);
        var hasNulls = values.Count < rowCount;
        for (int row = 0, value = 0; row < rowCount;)
        {
            var rows = RowsOfPage(present[row..], hasNulls, values.Fitting(value, MostPageBytes), out var count);
            var bytes = values.BytesOf(value, count);
            var page = Pages.Room(LevelBytes(rows) + bytes);
            var levels = WriteLevels(present.Slice(row, rows), count, page);
            values.Write(value, count, page.Slice(levels, bytes));
            Pages.WriteData(chunk, levels + bytes, rows);
            row += rows;
            value += count;
        }
        return chunk;
    }

    private ColumnChunkMetaData Write<TValues>(ColumnSpec column, ReadOnlySpan<bool> present, ReadOnlySpan<int> indexes, TValues entries, (byte[]? Min, byte[]? Max) bounds)
        where TValues : IPlainValues, allows ref struct
    {
        var chunk = Add(column, indexes.Length, bounds);
        var dictionaryBytes = entries.BytesOf(0, entries.Count);
        entries.Write(0, entries.Count, Pages.Room(dictionaryBytes));
        Pages.WriteDictionary(chunk, dictionaryBytes, entries.Count);

        var width = Math.Max(1, BitOperations.Log2((uint)Math.Max(entries.Count - 1, 1)) + 1);
        var hasNulls = indexes.Length < rowCount;
        for (int row = 0, value = 0; row < rowCount;)
        {
            var rows = RowsOfPage(present[row..], hasNulls, indexes.Length - value, out var count);
            var page = Pages.Room(LevelBytes(rows) + 1 + HybridRuns.MostBytes(count, width));
            var length = WriteLevels(present.Slice(row, rows), count, page);
            page[length++] = (byte)width;
            length += HybridRuns.WriteIndexes(indexes.Slice(value, count), width, page[length..]);
            Pages.WriteData(chunk, length, rows);
            row += rows;
            value += count;
        }
        return chunk;
    }

    /// <summary>How many of the rows the next page takes, with at most so many values.</summary>
    private static int RowsOfPage(ReadOnlySpan<bool> present, bool hasNulls, int mostValues, out int values)
    {
        var most = Math.Min(present.Length, MostPageRows);
        values = Math.Min(most, mostValues);
        if (!hasNulls)
            return values;
        var rows = 0;
        for (var left = mostValues; rows < most && (left > 0 || !present[rows]); rows++)
            left -= present[rows] ? 1 : 0;
        values = present[..rows].Count(true);
        return rows;
    }

    private static int LevelBytes(int rows) => LevelLengthBytes + HybridRuns.MostBytes(rows, width: 1);

    private static int WriteLevels(ReadOnlySpan<bool> present, int values, Span<byte> page)
    {
        // One run says it where all rows are alike.
        var length = values == present.Length || values == 0
            ? HybridRuns.WriteRun(present.Length, (byte)(values == 0 ? 0 : 1), page[LevelLengthBytes..])
            : HybridRuns.WriteLevels(present, page[LevelLengthBytes..]);
        MemoryMarshal.Write(page, length);
        return LevelLengthBytes + length;
    }
}
