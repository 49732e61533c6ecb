namespace Ingestion.Core.Rules.Ascii;

/// <summary>The ASCII characters in classes: two of one class are in the same of the pattern's sets.</summary>
internal sealed class AsciiClasses
{
    private readonly byte[] _classOf = new byte[AsciiSet.Size];

    public AsciiClasses(IEnumerable<AsciiSet> sets)
    {
        Count = 1;
        foreach (var set in sets.Distinct())
            Split(set);
        First = new int[Count];
        for (var character = AsciiSet.Size - 1; character >= 0; character--)
            First[_classOf[character]] = character;
    }

    public int Count { get; private set; }

    /// <summary>A character of each class, to stand for all of it.</summary>
    public int[] First { get; }

    public byte this[int character] => _classOf[character];

    private void Split(AsciiSet set)
    {
        Span<int> classes = stackalloc int[2 * AsciiSet.Size];
        classes.Fill(-1);
        Count = 0;
        for (var character = 0; character < AsciiSet.Size; character++)
        {
            ref var number = ref classes[(2 * _classOf[character]) + (set.Contains(character) ? 1 : 0)];
            if (number < 0)
                number = Count++;
            _classOf[character] = (byte)number;
        }
    }
}
