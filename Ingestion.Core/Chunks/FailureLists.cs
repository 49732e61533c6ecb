using Ingestion.Core.Plans;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Chunks;

/// <summary>
/// The failures of each row of a batch. They are found column by column and asked for row by row: a linked list a row keeps them in
/// the order in which they were added.
/// </summary>
internal sealed class FailureLists(int rows)
{
    private const int None = -1;
    private readonly int[] _first = NewEnds(rows);
    private readonly int[] _last = NewEnds(rows);
    private readonly List<(Failure Failure, int Next)> _failures = [];

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        if (_failures.Count == 0)
            return;
        _failures.Clear();
        _first.AsSpan().Fill(None);
        _last.AsSpan().Fill(None);
    }

    public void Add(int row, Failure failure)
    {
        var added = _failures.Count;
        _failures.Add((failure, None));
        if (_last[row] is var last && last == None)
            _first[row] = added;
        else
            _failures[last] = (_failures[last].Failure, added);
        _last[row] = added;
    }

    /// <summary>A row's failures, in the order of the plan's checks.</summary>
    public IEnumerable<Failure> Of(int row)
    {
        for (var i = _first[row]; i != None; i = _failures[i].Next)
            yield return _failures[i].Failure;
    }

    private static int[] NewEnds(int rows)
    {
        var ends = new int[rows];
        ends.AsSpan().Fill(None);
        return ends;
    }
}

/// <summary>Why a value fails.</summary>
internal enum FailureKind
{
    Missing,
    CellError,
    Type,
    Value,
    Row,
}

/// <summary>A check that a value of an input breaks; <paramref name="ValueCheck"/> or <paramref name="RowCheck"/> is what explains it, where it is one.</summary>
internal readonly record struct Failure(PlanCheck Check, int Input, FailureKind Kind, ValueCheck? ValueCheck, RowCheck? RowCheck = null);
