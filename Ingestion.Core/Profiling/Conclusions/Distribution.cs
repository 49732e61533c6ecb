using Ingestion.Contracts;
using Ingestion.Core.Profiling.Sketches;

namespace Ingestion.Core.Profiling.Conclusions;

/// <summary>Quantiles and histogram of a column of numbers, dates or timestamps.</summary>
internal static class Distribution
{
    private const int MostBins = 20;

    private static readonly double[] Shares = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

    /// <summary>The numbers with their rows: all of them, or those that the sketch kept. Null where there are none.</summary>
    public static WeightedValues? Of(ColumnSummary summary)
    {
        if (summary.Column.IsText || summary.Max < summary.Min)
            return null;
        return summary.Values.IsExact
            ? OfCounted(summary.Values)
            : summary.Quantiles.Values();
    }

    private static WeightedValues OfCounted(FrequentValues counted)
    {
        var (values, rows) = (new long[counted.Count], new long[counted.Count]);
        var next = 0;
        foreach (var value in counted)
            (values[next], rows[next++]) = (value.Number, value.Rows);
        return new WeightedValues(values, rows);
    }

    /// <summary>The quantiles that a profile shows.</summary>
    public static IReadOnlyList<Quantile> Quantiles(ProfiledColumn column, WeightedValues values) =>
        [.. Shares.Select(share => new Quantile(share, NumberText.Of(column, values.Quantile(share))))];

    /// <summary>Equal steps from the smallest to the largest number; whole ones where numbers are whole.</summary>
    public static IReadOnlyList<HistogramBin> Histogram(ColumnSummary summary, WeightedValues values)
    {
        var borders = Borders(summary);
        var bins = new HistogramBin[borders.Count - 1];
        for (var i = 0; i < bins.Length; i++)
        {
            // A sketch keeps neither end for certain.
            var below = i == 0 ? 0 : values.RowsBelow(borders[i]);
            var upTo = i == bins.Length - 1 ? values.Rows : values.RowsBelow(borders[i + 1]);
            bins[i] = new HistogramBin(NumberText.Of(summary.Column, borders[i]), NumberText.Of(summary.Column, borders[i + 1]), upTo - below);
        }
        return bins;
    }

    private static List<long> Borders(ColumnSummary summary)
    {
        if (summary.Min == summary.Max)
            return [summary.Min, summary.Max];
        var borders = new List<long>();
        if (summary.Column.IsDouble)
        {
            var (min, max) = (SortableDouble.ToDouble(summary.Min), SortableDouble.ToDouble(summary.Max));
            for (var i = 0; i < MostBins; i++)
                borders.Add(SortableDouble.Of(min + ((max / MostBins) - (min / MostBins)) * i));
        }
        else
        {
            var range = (Int128)summary.Max - summary.Min;
            var bins = (int)Int128.Min(range, MostBins);
            for (var i = 0; i < bins; i++)
                borders.Add((long)(summary.Min + (range * i / bins)));
        }
        borders.Add(summary.Max);
        return [.. borders.Distinct()];
    }
}
