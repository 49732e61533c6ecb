using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Ingestion.Core.Rejects;

namespace Ingestion.Core.Profiling;

/// <summary>What can be seen of values as text, whatever their type. All of it exact, in any order.</summary>
internal sealed class TextFacts
{
    private const int MostEndBytes = 400;
    private const ulong NotAscii = 0x8080808080808080;

    /// <summary>The length in characters of the shortest value; <see cref="int.MaxValue"/> of none.</summary>
    public int MinLength { get; private set; } = int.MaxValue;

    /// <summary>The length in characters of the longest value; -1 of none.</summary>
    public int MaxLength { get; private set; } = -1;

    /// <summary>Rows whose value is all digits and begins with 0 though it has more.</summary>
    public long LeadingZeros { get; private set; }

    /// <summary>Rows whose value begins or ends with white space.</summary>
    public long Padded { get; private set; }

    /// <summary>The smallest value by its bytes, cut; null of none.</summary>
    public byte[]? Min { get; private set; }

    /// <summary>The largest value by its bytes, cut; null of none.</summary>
    public byte[]? Max { get; private set; }

    // The first eight bytes as a big-endian number: most values lie between the ends by them alone.
    private ulong _minPrefix = ulong.MaxValue;
    private ulong _maxPrefix;

    /// <summary>Counts the length of a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddLength(int characters)
    {
        if (characters < MinLength)
            MinLength = characters;
        if (characters > MaxLength)
            MaxLength = characters;
    }

    /// <summary>Counts zeros and spaces of a value that may have them.</summary>
    public void AddSpecial(ReadOnlySpan<byte> text, long rows)
    {
        if (IsSpace(text[0]) || IsSpace(text[^1]))
            Padded += rows;
        if (text.Length > 1 && text[0] == '0' && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
            LeadingZeros += rows;
    }

    /// <summary>Compares a value with the smallest and the largest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddOrder(ReadOnlySpan<byte> text)
    {
        var prefix = text.Length >= sizeof(ulong) ? BinaryPrimitives.ReadUInt64BigEndian(text) : PrefixOf(text);
        if (prefix <= _minPrefix || prefix >= _maxPrefix)
            AddEnd(text);
    }

    /// <summary>The number of characters of a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CharactersOf(ReadOnlySpan<byte> text)
    {
        if (text.Length < sizeof(ulong))
            return CountCharacters(text);
        var bits = BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]);
        for (var rest = text; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
            bits |= BinaryPrimitives.ReadUInt64LittleEndian(rest);
        return (bits & NotAscii) == 0 ? text.Length : CountCharacters(text);
    }

    public void Merge(TextFacts other)
    {
        MinLength = Math.Min(MinLength, other.MinLength);
        MaxLength = Math.Max(MaxLength, other.MaxLength);
        LeadingZeros += other.LeadingZeros;
        Padded += other.Padded;
        if (other.Min is not null)
            AddOrder(other.Min);
        if (other.Max is not null)
            AddOrder(other.Max);
    }

    public void Clear() =>
        (MinLength, MaxLength, LeadingZeros, Padded, Min, Max, _minPrefix, _maxPrefix) = (int.MaxValue, -1, 0, 0, null, null, ulong.MaxValue, 0);

    public void Write(BinaryWriter writer)
    {
        writer.Write(MinLength);
        writer.Write(MaxLength);
        writer.Write7BitEncodedInt64(LeadingZeros);
        writer.Write7BitEncodedInt64(Padded);
        writer.Write(Min is not null);
        if (Min is null)
            return;
        writer.Write7BitEncodedInt(Min.Length);
        writer.Write(Min);
        writer.Write7BitEncodedInt(Max!.Length);
        writer.Write(Max);
    }

    public void Read(BinaryReader reader)
    {
        MinLength = reader.ReadInt32();
        MaxLength = reader.ReadInt32();
        LeadingZeros = reader.Read7BitEncodedInt64();
        Padded = reader.Read7BitEncodedInt64();
        if (!reader.ReadBoolean())
            return;
        AddEnd(reader.ReadBytes(reader.Read7BitEncodedInt()));
        AddEnd(reader.ReadBytes(reader.Read7BitEncodedInt()));
    }

    private void AddEnd(ReadOnlySpan<byte> text)
    {
        if (Min is null || text.SequenceCompareTo(Min) < 0)
        {
            Min = Cut(text);
            _minPrefix = PrefixOf(text);
        }
        if (Max is null || text.SequenceCompareTo(Max) > 0)
        {
            Max = Cut(text);
            _maxPrefix = PrefixOf(text);
        }
    }

    /// <summary>A short text is followed by zeros, as if it had them: who is equal then is compared in full.</summary>
    private static ulong PrefixOf(ReadOnlySpan<byte> text)
    {
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        prefix.Clear();
        text[..Math.Min(text.Length, prefix.Length)].CopyTo(prefix);
        return BinaryPrimitives.ReadUInt64BigEndian(prefix);
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static int CountCharacters(ReadOnlySpan<byte> text)
    {
        var characters = 0;
        foreach (var value in text)
            characters += (value & 0xC0) != 0x80 ? 1 : 0;
        return characters;
    }

    private static byte[] Cut(ReadOnlySpan<byte> text) =>
        text.Length <= MostEndBytes ? text.ToArray() : text[..RejectBuffer.CharacterBorder(text, MostEndBytes)].ToArray();
}
