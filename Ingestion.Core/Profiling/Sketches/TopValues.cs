namespace Ingestion.Core.Profiling.Sketches;

/// <summary>The most frequent of a column's values, the most frequent first, equally frequent ones by what they are.</summary>
/// <param name="count">How many are kept.</param>
internal sealed class TopValues(int count)
{
    private readonly List<FrequentValue> _top = new(count + 1);
    private long _leastRows;

    /// <summary>Those of all values.</summary>
    public static IReadOnlyList<FrequentValue> Of(FrequentValues values, int count)
    {
        var top = new TopValues(count);
        foreach (var value in values)
            top.Add(value);
        return top._top;
    }

    /// <summary>Those of some values.</summary>
    public static IReadOnlyList<FrequentValue> Of(IEnumerable<FrequentValue> values, int count)
    {
        var top = new TopValues(count);
        foreach (var value in values)
            top.Add(value);
        return top._top;
    }

    private void Add(FrequentValue value)
    {
        // Hardly any of many values gets past the last of the few.
        if (value.Rows < _leastRows || (_top.Count == count && !value.ComesBefore(_top[^1])))
            return;
        var place = _top.Count;
        while (place > 0 && value.ComesBefore(_top[place - 1]))
            place--;
        _top.Insert(place, value);
        if (_top.Count > count)
            _top.RemoveAt(count);
        if (_top.Count == count)
            _leastRows = _top[^1].Rows;
    }
}
