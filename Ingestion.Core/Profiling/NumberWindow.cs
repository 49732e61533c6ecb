namespace Ingestion.Core.Profiling;

/// <summary>
/// Rows of numbers that lie close to the first one, counted by place: most columns of few different numbers have only such, and none of them has to be
/// looked for. A column of many is given up.
/// </summary>
internal sealed class NumberWindow(int mostNumbers)
{
    private const int Places = 4096;
    private readonly int[] _rows = new int[Places];
    private ulong _first;
    private int _count;
    private bool _isOpen;

    /// <summary>Whether there are too many different numbers for it, so that it is to be emptied and used no more.</summary>
    public bool IsGivenUp => _count > mostNumbers;

    /// <summary>Counts the numbers that have a place here, and puts the others to the beginning of <paramref name="others"/>; returns how many these are.</summary>
    public int Count(ReadOnlySpan<long> numbers, Span<long> others)
    {
        if (numbers.IsEmpty)
            return 0;
        if (!_isOpen)
            (_isOpen, _first) = (true, (ulong)numbers[0] - (Places / 2));
        var (rows, first, count, left) = (_rows, _first, _count, 0);
        foreach (var number in numbers)
        {
            var place = (ulong)number - first;
            if (place >= Places)
            {
                others[left++] = number;
                continue;
            }
            count += rows[(int)place]++ == 0 ? 1 : 0;
        }
        _count = count;
        return left;
    }

    /// <summary>Hands out every number with its rows, ascending, and forgets them.</summary>
    public void Empty(Action<long, long> take)
    {
        for (var place = 0; place < Places && _count > 0; place++)
        {
            if (_rows[place] == 0)
                continue;
            take((long)(_first + (ulong)place), _rows[place]);
            _rows[place] = 0;
            _count--;
        }
        _isOpen = false;
    }
}
