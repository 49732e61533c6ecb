namespace Ingestion.Core.Profiling.Sketches;

/// <summary>Values that each stand for a number of rows, in ascending order: all there are, or those a sketch kept.</summary>
internal sealed class WeightedValues
{
    private readonly long[] _values;
    private readonly long[] _rowsUpTo;

    public WeightedValues(IReadOnlyCollection<(long Value, long Rows)> values)
    {
        _values = [.. values.Select(item => item.Value)];
        _rowsUpTo = [.. values.Select(item => item.Rows)];
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
    public long RowsBelow(long value)
    {
        int low = 0, high = _values.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_values[middle] < value)
                low = middle + 1;
            else
                high = middle;
        }
        return low == 0 ? 0 : _rowsUpTo[low - 1];
    }
}
