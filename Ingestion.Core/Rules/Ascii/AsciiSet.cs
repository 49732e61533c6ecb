namespace Ingestion.Core.Rules.Ascii;

/// <summary>
/// The ASCII part of a set of characters, one bit for each. What is outside of ASCII is left out on purpose: on an
/// ASCII value it never matches.
/// </summary>
internal readonly record struct AsciiSet(UInt128 Bits)
{
    public const int Size = 128;

    public static AsciiSet Empty { get; }
    public static AsciiSet Digits { get; } = Range('0', '9');
    public static AsciiSet Word { get; } = Digits | Range('A', 'Z') | Range('a', 'z') | Of('_');
    public static AsciiSet Space { get; } = Range('\t', '\r') | Of(' ');
    public static AsciiSet NotNewLine { get; } = ~Of('\n');

    public static AsciiSet Of(char character) => character < Size ? new(UInt128.One << character) : Empty;

    /// <summary>The characters from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    public static AsciiSet Range(char first, char last)
    {
        if (first >= Size)
            return Empty;
        var count = Math.Min((int)last, Size - 1) - first + 1;
        return new((UInt128.MaxValue >> (Size - count)) << first);
    }

    public bool Contains(int character) => ((Bits >> character) & UInt128.One) != 0;

    public static AsciiSet operator |(AsciiSet left, AsciiSet right) => new(left.Bits | right.Bits);

    public static AsciiSet operator ~(AsciiSet set) => new(~set.Bits);
}
