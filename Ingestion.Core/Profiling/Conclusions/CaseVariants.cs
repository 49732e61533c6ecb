using System.Text;

namespace Ingestion.Core.Profiling.Conclusions;

/// <summary>Counted texts that differ from a more frequent one in nothing but upper and lower case.</summary>
/// <param name="Rows">In how many rows they stand.</param>
/// <param name="Example">The two most frequent of the most frequent group; null of none.</param>
internal sealed record CaseVariants(long Rows, (string Most, string Other)? Example)
{
    /// <summary>Looks at a column's counted values.</summary>
    public static CaseVariants Of(ColumnSummary summary)
    {
        if (!summary.Column.IsText)
            return new(0, null);
        var rows = 0L;
        (string, string)? example = null;
        var first = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in ColumnFindings.Ordered(summary.Values))
        {
            var text = Encoding.UTF8.GetString(value.Text.Span);
            if (first.TryAdd(text, text))
                continue;
            rows += value.Rows;
            example ??= (first[text], text);
        }
        return new(rows, example);
    }
}
