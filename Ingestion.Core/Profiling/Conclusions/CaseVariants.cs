using System.Buffers;
using System.Numerics;
using System.Text;
using Ingestion.Core.Profiling.Sketches;

namespace Ingestion.Core.Profiling.Conclusions;

/// <summary>Counted texts that differ from a more frequent one in nothing but upper and lower case.</summary>
/// <param name="Rows">In how many rows they stand.</param>
/// <param name="Example">The most frequent of them, after the one that is more frequent; null of none.</param>
internal sealed record CaseVariants(long Rows, (string Most, string Other)? Example)
{
    private static readonly CaseVariants None = new(0, null);

    /// <summary>Looks at a column's counted values.</summary>
    public static CaseVariants Of(ColumnSummary summary)
    {
        if (!summary.Column.IsText || !HasCapitals(summary.Values) || !HasTwins(summary.Values))
            return None;
        var most = new Dictionary<ulong, FrequentValue>();
        var others = new List<(ulong Key, FrequentValue Value)>();
        foreach (var value in summary.Values)
        {
            var key = KeyOf(value.Text);
            if (most.TryAdd(key, value))
                continue;
            var isMore = value.ComesBefore(most[key]);
            others.Add((key, isMore ? most[key] : value));
            if (isMore)
                most[key] = value;
        }
        if (others.Count == 0)
            return None;
        var first = TopValues.Of(others.Select(other => other.Value), 1)[0];
        return new(
            others.Sum(other => other.Value.Rows),
            (Text(most[KeyOf(first.Text)]), Text(first)));
    }

    /// <summary>Whether some value may have a letter that is not small; two different values have nothing else to differ in.</summary>
    private static bool HasCapitals(FrequentValues values)
    {
        foreach (var value in values)
        {
            if (value.Text.ContainsAnyInRange((byte)'A', (byte)'Z') || !Ascii.IsValid(value.Text))
                return true;
        }
        return false;
    }

    /// <summary>Whether there are any at all: mostly not, and this is quickly found out.</summary>
    private static bool HasTwins(FrequentValues values)
    {
        // At most half full; 0 is free, and as a key it is one of 2^64.
        var length = (int)BitOperations.RoundUpToPowerOf2((uint)values.Count * 2);
        var keys = ArrayPool<ulong>.Shared.Rent(length);
        keys.AsSpan(0, length).Clear();
        var hasTwins = false;
        foreach (var value in values)
        {
            var key = KeyOf(value.Text);
            var slot = (int)key & (length - 1);
            while (keys[slot] != 0 && keys[slot] != key)
                slot = (slot + 1) & (length - 1);
            hasTwins |= keys[slot] == key;
            keys[slot] = key;
        }
        ArrayPool<ulong>.Shared.Return(keys);
        return hasTwins;
    }

    /// <summary>What texts have in common that are the same in small letters.</summary>
    private static ulong KeyOf(ReadOnlySpan<byte> text)
    {
        Span<byte> lower = stackalloc byte[FrequentValues.MostTextBytes + 1];
        return Ascii.ToLower(text, lower, out var written) == OperationStatus.Done
            ? TextHash.Of(lower[..written])
            : TextHash.Of(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).ToLowerInvariant()));
    }

    private static string Text(in FrequentValue value) => Encoding.UTF8.GetString(value.Text);
}
