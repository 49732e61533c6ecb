namespace Ingestion.Core.Profiling.Sketches;

/// <summary>Doubles as integers of the same order. Negative zero becomes zero.</summary>
internal static class SortableDouble
{
    public static long Of(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return bits ^ ((bits >> 63) & long.MaxValue);
    }

    public static double ToDouble(long sortable) => BitConverter.Int64BitsToDouble(sortable ^ ((sortable >> 63) & long.MaxValue));
}
