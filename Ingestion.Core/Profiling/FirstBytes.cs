namespace Ingestion.Core.Profiling;

/// <summary>What the first byte of a text says of it.</summary>
internal static class FirstBytes
{
    /// <summary>By byte.</summary>
    public static FirstByte[] Table { get; } = [.. Enumerable.Range(0, 256).Select(value => Of((byte)value))];

    /// <summary>A text that is longer is no word for "no value", true or false.</summary>
    public static int LongestWord => 16;

    private static FirstByte Of(byte value) => value switch
    {
        <= (byte)' ' or (byte)'-' or (>= (byte)'0' and <= (byte)'9') => FirstByte.Special,
        (byte)'t' or (byte)'T' or (byte)'f' or (byte)'F' or (byte)'y' or (byte)'Y' => FirstByte.OfWord,
        _ => NullLikeTexts.Firsts.Contains(value) ? FirstByte.OfWord : FirstByte.Ordinary,
    };
}

/// <summary>See <see cref="FirstBytes"/>.</summary>
internal enum FirstByte : byte
{
    /// <summary>Neither white space nor a number nor one of the words.</summary>
    Ordinary,

    /// <summary>One of the words, if it is short.</summary>
    OfWord,

    /// <summary>White space, a digit or a minus: to be looked at.</summary>
    Special,
}
