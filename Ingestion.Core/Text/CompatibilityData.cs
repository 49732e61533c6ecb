using System.Collections.Frozen;
using System.Globalization;

namespace Ingestion.Core.Text;

/// <summary>Unicode's compatibility decompositions, read once, and only where somebody asks for them, from <c>compatibility.txt</c>.</summary>
internal static class CompatibilityData
{
    /// <summary>What a character stands for: a ligature's letters, a wide digit's digit.</summary>
    public static FrozenDictionary<int, int[]> Decompositions { get; } = Read();

    private static FrozenDictionary<int, int[]> Read()
    {
        var decompositions = new Dictionary<int, int[]>();
        using var reader = new StreamReader(typeof(CompatibilityData).Assembly.GetManifestResourceStream("Ingestion.Core.Text.compatibility.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#') && line.Split('>') is [var character, var parts])
                decompositions.Add(Hex(character), [.. parts.Split(' ').Select(Hex)]);
        }
        return decompositions.ToFrozenDictionary();
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
