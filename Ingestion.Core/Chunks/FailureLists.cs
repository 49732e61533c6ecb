using System.Runtime.InteropServices;
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
    private readonly List<Link> _failures = [];

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
        _failures.Add(new Link(failure));
        if (_last[row] is var last && last == None)
            _first[row] = added;
        else
            CollectionsMarshal.AsSpan(_failures)[last].Next = added;
        _last[row] = added;
    }

    /// <summary>A row's failures, in the order of the plan's checks.</summary>
    public RowFailures Of(int row) => new(_failures, _first[row]);

    private static int[] NewEnds(int rows)
    {
        var ends = new int[rows];
        ends.AsSpan().Fill(None);
        return ends;
    }

    /// <summary>A failure, and the next one of its row.</summary>
    internal struct Link(Failure failure)
    {
        public readonly Failure Failure = failure;
        public int Next = None;
    }

    /// <summary>One row's failures. A struct, since many rows may have some: to look at them makes no objects.</summary>
    internal ref struct RowFailures(List<Link> all, int first)
    {
        private readonly ReadOnlySpan<Link> _all = CollectionsMarshal.AsSpan(all);
        private int _next = first;

        public Failure Current { get; private set; }

        public readonly RowFailures GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_next == None)
                return false;
            Current = _all[_next].Failure;
            _next = _all[_next].Next;
            return true;
        }
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
