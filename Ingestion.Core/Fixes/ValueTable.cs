using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Text;

namespace Ingestion.Core.Fixes;

/// <summary>Looks values up by their UTF-8 bytes, without a string for each, with or without regard to case.</summary>
internal sealed class ValueTable<T>
{
    private readonly Dictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> _values;
    private readonly bool _ignoreCase;

    /// <summary>Of two equal values the first counts.</summary>
    public ValueTable(IEnumerable<(string Value, T Result)> values, bool ignoreCase)
    {
        _ignoreCase = ignoreCase;
        var table = new Dictionary<byte[], T>(Utf8Equality.Instance);
        foreach (var (value, result) in values)
            table.TryAdd(Encoding.UTF8.GetBytes(ignoreCase ? value.ToLowerInvariant() : value), result);
        _values = table.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public bool TryGet(ReadOnlySpan<byte> value, [MaybeNullWhen(false)] out T result)
    {
        if (!_ignoreCase)
            return _values.TryGetValue(value, out result);
        Span<byte> folded = stackalloc byte[256];
        if (value.Length <= folded.Length && Ascii.ToLower(value, folded, out var written) == System.Buffers.OperationStatus.Done)
            return _values.TryGetValue(folded[..written], out result);
        return _values.TryGetValue(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(value).ToLowerInvariant()), out result);
    }
}

/// <summary>Byte strings are equal when their bytes are.</summary>
internal sealed class Utf8Equality : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static Utf8Equality Instance { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)XxHash3.HashToUInt64(alternate);

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
}
