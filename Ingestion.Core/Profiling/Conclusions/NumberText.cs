using System.Globalization;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Profiling.Sketches;

namespace Ingestion.Core.Profiling.Conclusions;

/// <summary>A profiled column's numbers as people read them.</summary>
internal static class NumberText
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>The canonical text of a number, date or timestamp.</summary>
    public static string Of(ProfiledColumn column, long number) => column switch
    {
        { IsDouble: true } => SortableDouble.ToDouble(number).ToString(CultureInfo.InvariantCulture),
        { Spec.Type: ColumnType.Decimal } => DecimalText.Format(number, column.Spec.Scale),
        { Spec.Type: ColumnType.Date } => TimeText.Date(number),
        { Spec.Type: ColumnType.Timestamp } => TimeText.Timestamp(number, column.Spec.IsUtc),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>A number as a double; of dates and timestamps the days since 1970-01-01.</summary>
    public static double AsDouble(ProfiledColumn column, long number) => column switch
    {
        { IsDouble: true } => SortableDouble.ToDouble(number),
        { Spec.Type: ColumnType.Decimal } => number / Math.Pow(10, column.Spec.Scale),
        { Spec.Type: ColumnType.Timestamp } => (double)number / MicrosecondsPerDay,
        _ => number,
    };

    /// <summary>A count with thousands separators.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count and its noun, such as <c>1 row</c> or <c>2,000 rows</c>.</summary>
    public static string Count(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A share in percent, never rounded to all or nothing.</summary>
    public static string Share(double part, double whole)
    {
        var percent = 100 * part / whole;
        return percent is > 0 and < 0.1 ? "less than 0.1%"
            : percent is > 99.9 and < 100 ? "more than 99.9%"
            : percent.ToString("0.#", CultureInfo.InvariantCulture) + "%";
    }
}
