using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ingestion.Core.Records;

/// <summary>One column's fields in a batch of records: row 0 goes to slot <see cref="FirstSlot"/>, the next to the one after it.</summary>
/// <param name="batch">The records.</param>
/// <param name="column">0-based position of the column among their fields.</param>
/// <param name="firstSlot">Where row 0's value goes.</param>
/// <param name="given">For each row whether the field is a value and not an absence.</param>
internal readonly ref struct ColumnCells(RecordBatch batch, int column, int firstSlot, ReadOnlySpan<bool> given)
{
    private readonly ReadOnlySpan<byte> _bytes = batch.Bytes.Array;
    private readonly ReadOnlySpan<FieldRange> _fields = batch.Fields;
    private readonly int _fieldsPerRecord = batch.FieldsPerRecord;
    private readonly int _field = batch.LeadingFields + column;

    /// <summary>How many rows there are.</summary>
    public int Count { get; } = batch.Count;

    public int FirstSlot { get; } = firstSlot;

    /// <inheritdoc cref="ColumnCells(RecordBatch, int, int, ReadOnlySpan{bool})" path="/param[@name='given']"/>
    public ReadOnlySpan<bool> Given { get; } = given;

    /// <summary>The first of the bytes that ranges are of; see <see cref="RecordBytes.PaddingBytes"/>.</summary>
    public ref byte Bytes => ref MemoryMarshal.GetReference(_bytes);

    /// <summary>Row 0's range; the next row's is <see cref="Stride"/> ranges on. For loops over all rows, which need no look at the bounds.</summary>
    public ref FieldRange FirstRange => ref Unsafe.Add(ref MemoryMarshal.GetReference(_fields), _field);

    /// <inheritdoc cref="FirstRange"/>
    public int Stride => _fieldsPerRecord;

    /// <summary>Where a row's field lies.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FieldRange Range(int row) => _fields[(row * _fieldsPerRecord) + _field];

    /// <summary>A row's field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Text(int row)
    {
        var field = Range(row);
        return _bytes.Slice(field.Start, field.Length);
    }
}

/// <summary>A list of rows of a batch.</summary>
internal sealed class RowList(int capacity)
{
    // One more: a row that does not stay is written there.
    private readonly int[] _rows = new int[capacity + 1];
    private int _count;

    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    public void Clear() => _count = 0;

    public void Add(int row) => _rows[_count++] = row;

    /// <summary>
    /// Where the next rows go, for loops that add a row on a condition without a branch: each row is written, and counted only if it is
    /// to stay. <see cref="Take"/> says how many did. There is room for every row of the batch.
    /// </summary>
    public Span<int> Next => _rows.AsSpan(_count);

    /// <summary>Adds the first rows of <see cref="Next"/>.</summary>
    public void Take(int count) => _count += count;
}
