namespace Ingestion.Core.Matching;

/// <summary>
/// How many letters have to be added, left out, replaced or swapped with their neighbour to make one text of another: optimal string
/// alignment, the restricted form of Damerau's distance (L. Boytsov, Indexing methods for approximate dictionary searching, 2011, section 2.2).
/// </summary>
internal static class EditDistance
{
    /// <summary>1 for equal texts, 0 for those that have nothing in common: the share of the longer one's letters that need no edit.</summary>
    public static double Similarity(string left, string right)
    {
        var longer = Math.Max(left.Length, right.Length);
        return longer == 0 ? 1 : 1 - (Of(left, right) / (double)longer);
    }

    /// <summary>The distance.</summary>
    public static int Of(string left, string right)
    {
        int[] before = new int[right.Length + 1], above = [.. Enumerable.Range(0, right.Length + 1)], row = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var edits = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                var isSwapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
                row[j] = isSwapped ? Math.Min(edits, before[j - 2] + 1) : edits;
            }
            (before, above, row) = (above, row, before);
        }
        return above[right.Length];
    }
}
