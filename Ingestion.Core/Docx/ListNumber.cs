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

    /// <summary>Appends a number in a format.</summary>
    public static void Append(StringBuilder to, int number, string format)
    {
        switch (format)
        {
            case "none":
                break;
            case "decimalZero":
                to.Append(CultureInfo.InvariantCulture, $"{number:00}");
                break;
            case "lowerLetter" or "upperLetter" when number is >= 1 and <= LastInLetters:
                // After z comes aa, and after zz aaa.
                to.Append((char)((format[0] == 'l' ? 'a' : 'A') + ((number - 1) % Letters)), ((number - 1) / Letters) + 1);
                break;
            case "lowerRoman" or "upperRoman" when number is >= 1 and <= LastInRoman:
                AppendRoman(to, number, isUpper: format[0] == 'u');
                break;
            default:
                to.Append(CultureInfo.InvariantCulture, $"{number}");
                if (format == "ordinal")
                    to.Append(OrdinalEnd(number));
                break;
        }
    }

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

    private static void AppendRoman(StringBuilder to, int number, bool isUpper)
    {
        foreach (var (value, digits) in Roman)
        {
            for (; number >= value; number -= value)
            {
                foreach (var digit in digits)
                    to.Append(isUpper ? char.ToUpperInvariant(digit) : digit);
            }
        }
    }

    private static string OrdinalEnd(int number) => (number % 100) is >= 11 and <= 13 ? "th" : (number % 10) switch
    {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    };
}
