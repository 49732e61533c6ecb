using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ingestion.Core.Records;

namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>The least and the greatest of the texts that were added, by their bytes. All are ranges of the same bytes.</summary>
internal struct TextBounds()
{
    private FieldRange _min;
    private FieldRange _max;
    private ulong _minPrefix = ulong.MaxValue;
    private ulong _maxPrefix;
    private bool _hasAny;

    /// <summary>Takes account of a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(FieldRange value, ReadOnlySpan<byte> bytes)
    {
        // Nearly always the first bytes tell.
        var prefix = Prefix(value, bytes);
        if (prefix <= _minPrefix || prefix >= _maxPrefix)
            AddNear(value, prefix, bytes);
    }

    /// <summary>Both, as <see cref="ColumnStatistics"/> has them.</summary>
    public readonly (byte[]? Min, byte[]? Max) Of(ReadOnlySpan<byte> bytes) => _hasAny ? (Bytes(_min, bytes), Bytes(_max, bytes)) : (null, null);

    private void AddNear(FieldRange value, ulong prefix, ReadOnlySpan<byte> bytes)
    {
        if (!_hasAny || prefix < _minPrefix || (prefix == _minPrefix && Compare(value, _min, bytes) < 0))
            (_min, _minPrefix) = (value, prefix);
        if (!_hasAny || prefix > _maxPrefix || (prefix == _maxPrefix && Compare(value, _max, bytes) > 0))
            (_max, _maxPrefix) = (value, prefix);
        _hasAny = true;
    }

    /// <summary>The first eight bytes as a number that is ordered as they are; shorter texts end in zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Prefix(FieldRange value, ReadOnlySpan<byte> bytes)
    {
        if (value.Start > bytes.Length - sizeof(ulong))
            return PrefixAtEnd(bytes.Slice(value.Start, value.Length));
        var first = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), value.Start)));
        return value.Length >= sizeof(ulong) ? first : value.Length == 0 ? 0 : first & (ulong.MaxValue << (64 - (8 * value.Length)));
    }

    private static ulong PrefixAtEnd(ReadOnlySpan<byte> text)
    {
        var prefix = 0UL;
        for (var i = 0; i < sizeof(ulong); i++)
            prefix = (prefix << 8) | (i < text.Length ? text[i] : 0u);
        return prefix;
    }

    private static int Compare(FieldRange one, FieldRange other, ReadOnlySpan<byte> bytes) =>
        bytes.Slice(one.Start, one.Length).SequenceCompareTo(bytes.Slice(other.Start, other.Length));

    private static byte[]? Bytes(FieldRange value, ReadOnlySpan<byte> bytes) =>
        value.Length <= ColumnStatistics.MostBoundBytes ? bytes.Slice(value.Start, value.Length).ToArray() : null;
}
