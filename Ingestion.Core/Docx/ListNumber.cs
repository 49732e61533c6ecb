using System.Globalization;
using System.Text;

namespace Ingestion.Core.Docx;

/// <summary>Writes a list's numbers and marks (ECMA-376 part 1, 17.18.59). A way that is not known is written in digits.</summary>
internal static class ListNumber
{
    // Word ends here, and a hostile number must not become a text without end.
    private const int LastInLetters = 780;
    private const int LastInRoman = 32_767;
    private const int Letters = 26;

    private static readonly (int Value, string Digits)[] Roman =
    [
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ];

    /// <summary>A number in a format.</summary>
    public static string Written(int number, string format) => format switch
    {
        "none" => "",
        "decimalZero" => number.ToString("00", CultureInfo.InvariantCulture),
        "lowerLetter" => InLetters(number, 'a'),
        "upperLetter" => InLetters(number, 'A'),
        "lowerRoman" => InRoman(number),
        "upperRoman" => InRoman(number).ToUpperInvariant(),
        "ordinal" => Ordinal(number),
        _ => Digits(number),
    };

    /// <summary>A mark as it looks: those of symbol fonts have places that mean nothing elsewhere.</summary>
    public static string Bullet(string mark) => mark.Trim() switch
    {
        "" => "",
        [>= '\uE000' and <= '\uF8FF', ..] symbol => symbol[0] switch
        {
            '\uF0A7' or '\uF06E' => "▪",
            '\uF0A8' or '\uF071' or '\uF06F' => "□",
            '\uF0D8' => "➢",
            '\uF0FC' => "✓",
            '\uF0E0' or '\uF0E8' => "→",
            '\uF076' => "❖",
            '\uF02D' => "-",
            _ => "•",
        },
        var shown => shown,
    };

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>After z comes aa, and after zz aaa.</summary>
    private static string InLetters(int number, char first) => number is < 1 or > LastInLetters
        ? Digits(number)
        : new string((char)(first + ((number - 1) % Letters)), ((number - 1) / Letters) + 1);

    private static string InRoman(int number)
    {
        if (number is < 1 or > LastInRoman)
            return Digits(number);
        var text = new StringBuilder();
        foreach (var (value, digits) in Roman)
        {
            for (; number >= value; number -= value)
                text.Append(digits);
        }
        return text.ToString();
    }

    private static string Ordinal(int number) => Digits(number) + ((number % 100) is >= 11 and <= 13 ? "th" : (number % 10) switch
    {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    });
}
