namespace Ingestion.Core.Profiling.Sketches;

/// <summary>Values that each stand for a number of rows, in ascending order: all there are, or those a sketch kept.</summary>
internal sealed class WeightedValues
{
    private readonly long[] _values;
    private readonly long[] _rowsUpTo;

    /// <param name="values">The values in any order; they are this one's from now on.</param>
    /// <param name="rows">For how many rows each stands; these too.</param>
    public WeightedValues(long[] values, long[] rows)
    {
        _values = values;
        _rowsUpTo = rows;
        Array.Sort(_values, _rowsUpTo);
        for (var i = 1; i < _rowsUpTo.Length; i++)
            _rowsUpTo[i] += _rowsUpTo[i - 1];
    }

    /// <summary>All rows.</summary>
    public long Rows => _rowsUpTo.Length == 0 ? 0 : _rowsUpTo[^1];

    /// <summary>The values, each with its rows.</summary>
    public IEnumerable<(long Value, long Rows)> Weighted() =>
        _values.Select((value, i) => (value, _rowsUpTo[i] - (i == 0 ? 0 : _rowsUpTo[i - 1])));

    /// <summary>The smallest value that at least the share <paramref name="q"/> of the rows do not exceed. There must be one.</summary>
    public long Quantile(double q)
    {
        var rank = Math.Clamp((long)Math.Ceiling(q * Rows), 1, Rows);
        var index = Array.BinarySearch(_rowsUpTo, rank);
        return _values[index < 0 ? ~index : index];
    }

    /// <summary>How many rows have a smaller value.</summary>
    public long RowsBelow(long value) => RowsBefore(other => other >= value);

    /// <summary>How many rows have a value before the first one that has reached something, as all after it have too.</summary>
    public long RowsBefore(Func<long, bool> hasReached)
    {
        int low = 0, high = _values.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (!hasReached(_values[middle]))
                low = middle + 1;
            else
                high = middle;
        }
        return low == 0 ? 0 : _rowsUpTo[low - 1];
    }
}
