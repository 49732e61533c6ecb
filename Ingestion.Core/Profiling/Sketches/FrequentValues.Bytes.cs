using System.Buffers;

namespace Ingestion.Core.Profiling.Sketches;

internal sealed partial class FrequentValues
{
    private const int MostVarintBytes = 10;

    /// <summary>Writes it. Hashes follow from the values, but for those of texts that were cut, or that stand for something else.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt64(ErrorRows);
        writer.Write(IsStopped);
        writer.Write(_texts.Length > 0);
        writer.Write7BitEncodedInt(_count);
        var block = ArrayPool<byte>.Shared.Rent((_count * (sizeof(ulong) + (2 * MostVarintBytes))) + _usedBytes);
        var length = _texts.Length > 0 ? WriteTexts(block) : WriteNumbers(block);
        writer.Write7BitEncodedInt(length);
        writer.Write(block.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(block);
    }

    /// <summary>Reads into an empty one what <see cref="Write"/> wrote.</summary>
    public void Read(BinaryReader reader)
    {
        var errorRows = reader.Read7BitEncodedInt64();
        var isStopped = reader.ReadBoolean();
        var hasTexts = reader.ReadBoolean();
        var count = reader.Read7BitEncodedInt();
        Reserve(count);
        ReadOnlySpan<byte> block = reader.ReadBytes(reader.Read7BitEncodedInt());
        for (var left = count; left > 0; left--)
        {
            var rows = (long)Varint.Read(ref block);
            if (hasTexts)
                ReadText(ref block, rows);
            else
                ReadNumber(ref block, rows);
        }
        ErrorRows = errorRows;
        IsStopped = isStopped;
    }

    private int WriteNumbers(Span<byte> block)
    {
        var length = 0;
        for (var place = 0; place < _count; place++)
        {
            length += Varint.Write((ulong)_counted[place].Rows, block[length..]);
            length += Varint.Write(Varint.ZigZag(_numbers[place]), block[length..]);
        }
        return length;
    }

    private int WriteTexts(Span<byte> block)
    {
        var length = 0;
        for (var place = 0; place < _count; place++)
        {
            var text = TextAt(place);
            length += Varint.Write((ulong)_counted[place].Rows, block[length..]);
            length += Varint.Write((ulong)text.Length, block[length..]);
            text.CopyTo(block[length..]);
            length += text.Length;
            if (!HasOwnHash(text))
                continue;
            BitConverter.TryWriteBytes(block[length..], _counted[place].Hash);
            length += sizeof(ulong);
        }
        return length;
    }

    private void ReadNumber(ref ReadOnlySpan<byte> block, long rows)
    {
        var number = Varint.UnZigZag(Varint.Read(ref block));
        Add(HashMix.Of((ulong)number), number, rows);
    }

    private void ReadText(ref ReadOnlySpan<byte> block, long rows)
    {
        var length = (int)Varint.Read(ref block);
        var text = block[..length];
        block = block[length..];
        if (!HasOwnHash(text))
        {
            Add(TextHash.Of(text), text, rows);
            return;
        }
        Add(BitConverter.ToUInt64(block), text, rows);
        block = block[sizeof(ulong)..];
    }

    private bool HasOwnHash(ReadOnlySpan<byte> text) => hasOwnHashes || text.Length > MostTextBytes;
}
