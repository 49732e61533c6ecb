using System.Text;

namespace Ingestion.Core.Columns;

/// <summary>The English names of months and days of the week in dates, in full or their first three letters, in any case.</summary>
internal static class EnglishNames
{
    private const int AbbreviationLength = 3;

    private static readonly byte[][] Months = Utf8("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December");
    private static readonly byte[][] Days = Utf8("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

    /// <summary>Takes a month off the beginning of a text: 1 to 12.</summary>
    public static bool TryMonth(ref ReadOnlySpan<byte> text, bool isFull, out int month) => TryName(ref text, Months, isFull, out month);

    /// <summary>Takes a day of the week off the beginning of a text.</summary>
    public static bool TryDay(ref ReadOnlySpan<byte> text, bool isFull) => TryName(ref text, Days, isFull, out _);

    private static bool TryName(ref ReadOnlySpan<byte> text, byte[][] names, bool isFull, out int number)
    {
        for (number = 1; number <= names.Length; number++)
        {
            var name = names[number - 1];
            var length = isFull ? name.Length : AbbreviationLength;
            if (text.Length < length || !Ascii.EqualsIgnoreCase(text[..length], name.AsSpan(0, length)))
                continue;
            text = text[length..];
            return true;
        }
        return false;
    }

    private static byte[][] Utf8(params string[] names) => [.. names.Select(Encoding.UTF8.GetBytes)];
}
