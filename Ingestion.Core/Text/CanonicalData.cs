using System.Collections.Frozen;
using System.Globalization;

namespace Ingestion.Core.Text;

/// <summary>Unicode's canonical decompositions and combining classes, read once from <c>canonical.txt</c>.</summary>
internal static class CanonicalData
{
    private static readonly (FrozenDictionary<int, (int, int)>, FrozenDictionary<(int, int), int>, (int, int, byte)[]) Data = Read();

    /// <summary>What a character is made of; the second is 0 where it is only another one.</summary>
    public static FrozenDictionary<int, (int First, int Second)> Decompositions => Data.Item1;

    /// <summary>What two characters make.</summary>
    public static FrozenDictionary<(int First, int Second), int> Compositions => Data.Item2;

    private static (int First, int Last, byte Class)[] Classes => Data.Item3;

    /// <summary>A character's combining class; 0 for one that stands alone.</summary>
    public static byte ClassOf(int rune)
    {
        if (rune < Classes[0].First)
            return 0;
        var (low, high) = (0, Classes.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (rune < Classes[middle].First)
                high = middle - 1;
            else if (rune > Classes[middle].Last)
                low = middle + 1;
            else
                return Classes[middle].Class;
        }
        return 0;
    }

    private static (FrozenDictionary<int, (int, int)>, FrozenDictionary<(int, int), int>, (int, int, byte)[]) Read()
    {
        var decompositions = new Dictionary<int, (int, int)>();
        var compositions = new Dictionary<(int, int), int>();
        var classes = new List<(int, int, byte)>();
        using var reader = new StreamReader(typeof(CanonicalData).Assembly.GetManifestResourceStream("Ingestion.Core.Text.canonical.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            if (line.Split('-', ':') is [var first, var last, var mark])
            {
                classes.Add((Hex(first), Hex(last), byte.Parse(mark, CultureInfo.InvariantCulture)));
                continue;
            }
            var parts = line.Split('=', '>', ' ').Select(Hex).ToArray();
            var made = (parts[1], parts.Length > 2 ? parts[2] : 0);
            decompositions.Add(parts[0], made);
            if (line.Contains('=', StringComparison.Ordinal))
                compositions.Add(made, parts[0]);
        }
        return (decompositions.ToFrozenDictionary(), compositions.ToFrozenDictionary(), [.. classes]);
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
