using System.Text;

namespace Ingestion.Core.Docx;

/// <summary>How one level of a list is numbered (ECMA-376 part 1, 17.9.6).</summary>
/// <param name="Start">The first number.</param>
/// <param name="Format">How numbers are written: <c>decimal</c>, <c>lowerLetter</c>, <c>bullet</c> …</param>
/// <param name="Text">What is shown, <c>%1</c> standing for the number of the first level, and so on; of a bullet the mark.</param>
/// <param name="RestartAfter">The 1-based level whose next number begins this one anew, or any above that; 0 for never, null for every level above.</param>
/// <param name="IsDecimal">Whether all levels' numbers are shown in digits.</param>
/// <param name="Style">The id of the style whose paragraphs are of this level.</param>
internal sealed record ListLevel(int Start, string Format, string Text, int? RestartAfter, bool IsDecimal, string? Style)
{
    /// <summary>How many levels a list has.</summary>
    public const int Most = 9;

    // A few letters of the document must not become a page with every paragraph.
    private const int LongestLabel = 100;

    /// <summary>What is not told is as Word takes it: a level that shows nothing.</summary>
    public static ListLevel Unknown { get; } = new(0, "decimal", "", null, false, null);

    /// <summary>Whether a number of a level above begins this one anew.</summary>
    /// <param name="level">The 0-based level that has its next number.</param>
    public bool RestartsAfter(int level) => RestartAfter is not { } after || level < after;

    /// <summary>What stands before a paragraph.</summary>
    /// <param name="label">Is written over.</param>
    /// <param name="numbers">The numbers of this level and those above it.</param>
    /// <param name="levels">How these are written.</param>
    public string Label(StringBuilder label, ReadOnlySpan<int> numbers, IReadOnlyList<ListLevel> levels)
    {
        if (Format == "bullet")
            return ListNumber.Bullet(Text);
        label.Clear();
        for (var i = 0; i < Text.Length && label.Length < LongestLabel; i++)
        {
            if (Text[i] != '%' || i + 1 == Text.Length || Text[i + 1] is < '1' or > '9')
            {
                label.Append(Text[i]);
                continue;
            }
            var level = Text[++i] - '1';
            // A level below this one has no number here.
            if (level < numbers.Length)
                ListNumber.Append(label, numbers[level], IsDecimal && levels[level].Format != "none" ? "decimal" : levels[level].Format);
        }
        return label.ToString(0, Math.Min(label.Length, LongestLabel)).Trim();
    }
}
