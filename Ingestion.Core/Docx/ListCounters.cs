using System.Text;

namespace Ingestion.Core.Docx;

/// <summary>What a paragraph or a style says of the list it is in.</summary>
/// <param name="Number">Which number; 0 says that it is in none.</param>
/// <param name="Level">0-based.</param>
internal readonly record struct ListPlace(int? Number, int? Level);

/// <summary>Counts a document's lists while it is read from its beginning.</summary>
internal sealed class ListCounters(ListDefinitions lists)
{
    // Of each list its levels' last numbers; null where a level begins anew.
    private readonly Dictionary<int, int?[]> _last = [];
    private readonly Dictionary<int, (int List, IReadOnlyList<ListLevel> Levels, IReadOnlyList<int?> Starts)?> _found = [];
    private readonly HashSet<(int Number, int Level)> _begun = [];
    private readonly StringBuilder _label = new();

    /// <summary>The number or mark that the next paragraph shows; empty when it is in no list.</summary>
    /// <param name="own">What it says itself.</param>
    /// <param name="style">Its style.</param>
    /// <param name="isShown">Whether the answer matters; the paragraph counts in any case.</param>
    public string Next(ListPlace own, ParagraphStyle style, bool isShown)
    {
        if ((own.Number ?? style.List.Number) is not (> 0 and var number))
            return "";
        if (!_found.TryGetValue(number, out var found))
            _found[number] = found = lists.Find(number);
        if (found is not var (list, levels, starts))
            return "";
        var level = LevelOf(own, style, levels);
        if (!_last.TryGetValue(list, out var last))
            _last[list] = last = new int?[ListLevel.Most];

        last[level] = starts[level] is { } start && _begun.Add((number, level)) ? start
            : last[level] is { } before ? before + 1
            : starts[level] ?? levels[level].Start;
        // A level that was passed over has its first number from now on, as in Word.
        for (var above = 0; above < level; above++)
            last[above] ??= starts[above] ?? levels[above].Start;
        for (var below = level + 1; below < ListLevel.Most; below++)
        {
            if (levels[below].RestartsAfter(level))
                last[below] = null;
        }
        Span<int> numbers = stackalloc int[level + 1];
        for (var i = 0; i <= level; i++)
            numbers[i] = last[i]!.Value;
        return isShown ? levels[level].Label(_label, numbers, levels) : "";
    }

    /// <summary>The level that is told; else, where the style is that of a level, that one.</summary>
    private static int LevelOf(ListPlace own, ParagraphStyle style, IReadOnlyList<ListLevel> levels)
    {
        if (own.Level is { } told)
            return told;
        for (var level = 0; level < levels.Count && own.Number is null; level++)
        {
            if (levels[level].Style is { } id && id == style.Id)
                return level;
        }
        return own.Number is null ? style.List.Level ?? 0 : 0;
    }
}
