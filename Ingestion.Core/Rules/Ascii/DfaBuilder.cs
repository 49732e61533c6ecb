using System.Runtime.InteropServices;

namespace Ingestion.Core.Rules.Ascii;

/// <summary>
/// Makes an <see cref="AsciiNfa"/> deterministic, for a search: the pattern may start at every place. Anchors look
/// at the characters on both sides, so a state is a set of NFA states and what the last character was, and the set
/// is followed through its anchors only once the next character, or the end, is known.
/// </summary>
internal sealed class DfaBuilder
{
    private const int MaxStates = 512;
    // Some milliseconds of work; what needs more is not worth it for a preview of 50 rows.
    private const int MaxVisits = 1_000_000;

    // Fewer states pay where they may come to 16; a long chain of them takes a pass over all for each.
    private const int MaxMinimized = 128;

    private readonly AsciiNfa _nfa;
    private readonly AsciiClasses _classes;
    private readonly DfaTable _table;
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<Source> _sources = [];
    private readonly int[] _seen;
    private readonly List<int> _reached = [];
    private readonly Stack<int> _open = new();
    private int _walk;
    private int _visits;

    private DfaBuilder(AsciiNfa nfa)
    {
        _nfa = nfa;
        _seen = new int[nfa.States.Count];
        var sets = nfa.States.Where(state => state.Kind == AsciiNfa.Kind.OneOf).Select(state => state.Set);
        _classes = new AsciiClasses(nfa.HasWordBoundaries ? sets.Append(AsciiSet.Word) : sets);
        _table = new DfaTable(_classes);
    }

    private enum Side
    {
        /// <summary>Before the first character, or after the last.</summary>
        Outside,

        /// <summary>A line feed that is the last character.</summary>
        LastNewLine,
        Word,
        Other,

        /// <summary>Not known yet: no anchor that asks for it holds.</summary>
        Unknown,
    }

    private readonly record struct Source(Side Before, int[] Kernel);

    /// <summary>Null when the automaton has too many states.</summary>
    public static DfaTable? Build(AsciiNfa nfa) => new DfaBuilder(nfa).Build();

    private DfaTable? Build()
    {
        AddFixed(DfaTable.Dead, AsciiMatch.No);
        AddFixed(DfaTable.Accept, AsciiMatch.Yes);
        AddFixed(DfaTable.NotAscii, AsciiMatch.NotAscii);
        _table.Rows[DfaTable.Dead].Next[^1] = DfaTable.NotAscii;
        _table.Start = Number(Side.Outside, []);
        while (_table.Rows.Count < _sources.Count)
        {
            if (_sources.Count > MaxStates || _visits > MaxVisits)
                return null;
            _table.Rows.Add(Expand(_sources[_table.Rows.Count]));
        }
        return _table.Rows.Count <= MaxMinimized ? _table.Minimize() : _table;
    }

    private void AddFixed(int state, AsciiMatch verdict)
    {
        var next = new int[_table.Columns];
        next.AsSpan().Fill(state);
        _table.Rows.Add(new DfaTable.Row(next, verdict, verdict));
        _sources.Add(default);
    }

    private DfaTable.Row Expand(Source source)
    {
        var next = new int[_table.Columns];
        next[^1] = DfaTable.NotAscii;
        foreach (var side in (ReadOnlySpan<Side>)(_nfa.HasWordBoundaries ? [Side.Word, Side.Other] : [Side.Other]))
        {
            var matched = Close(source, side);
            int[] reached = [.. _reached];
            for (var column = 0; column < _classes.Count; column++)
            {
                if (SideOf(_classes.First[column]) == side)
                    next[column] = matched ? DfaTable.Accept : Number(side, Step(reached, _classes.First[column]));
            }
        }
        var atEnd = Close(source, Side.Outside);
        var atLastNewLine = Close(source, Side.LastNewLine) || Close(new Source(Side.Other, Step(_reached, '\n')), Side.Outside);
        return new DfaTable.Row(next, atEnd ? AsciiMatch.Yes : AsciiMatch.No, atLastNewLine ? AsciiMatch.Yes : AsciiMatch.No);
    }

    private Side SideOf(int character) => _nfa.HasWordBoundaries && AsciiSet.Word.Contains(character) ? Side.Word : Side.Other;

    /// <summary>The number of a state, a new one if need be.</summary>
    private int Number(Side before, int[] kernel)
    {
        var source = new Source(before, kernel);
        if (Close(source, Side.Unknown))
            return DfaTable.Accept;
        var key = string.Concat([(char)before], MemoryMarshal.Cast<int, char>(kernel));
        if (!_numbers.TryGetValue(key, out var number))
        {
            number = _sources.Count;
            _numbers.Add(key, number);
            _sources.Add(source);
        }
        return number;
    }

    /// <summary>The states that a character leads to from the ones reached, in order.</summary>
    private int[] Step(IReadOnlyList<int> reached, int character)
    {
        var kernel = new SortedSet<int>();
        foreach (var state in reached)
        {
            if (_nfa.States[state].Set.Contains(character))
                kernel.Add(_nfa.States[state].Next);
        }
        _visits += reached.Count;
        return [.. kernel];
    }

    /// <summary>
    /// Follows forks and anchors from a state, and from the pattern's start, up to the states that consume a
    /// character. Whether the match is among what is reached.
    /// </summary>
    private bool Close(Source source, Side after)
    {
        _walk++;
        _reached.Clear();
        var matched = false;
        foreach (var state in source.Kernel)
            _open.Push(state);
        _open.Push(_nfa.Start);
        while (_open.TryPop(out var number))
        {
            if (_seen[number] == _walk)
                continue;
            _seen[number] = _walk;
            _visits++;
            var state = _nfa.States[number];
            if (state.Kind == AsciiNfa.Kind.Match)
                matched = true;
            else if (state.Kind == AsciiNfa.Kind.OneOf)
                _reached.Add(number);
            else if (state.Kind == AsciiNfa.Kind.Fork)
                _open.Push(state.Other);
            if (state.Kind == AsciiNfa.Kind.Fork || (state.Kind == AsciiNfa.Kind.At && Holds(state.Anchor, source.Before, after)))
                _open.Push(state.Next);
        }
        return matched;
    }

    private static bool Holds(Anchor anchor, Side before, Side after) => anchor switch
    {
        Anchor.Start => before == Side.Outside,
        Anchor.End => after == Side.Outside,
        Anchor.EndOrLastNewLine => after is Side.Outside or Side.LastNewLine,
        Anchor.WordBoundary => after != Side.Unknown && (before == Side.Word) != (after == Side.Word),
        _ => after != Side.Unknown && (before == Side.Word) == (after == Side.Word),
    };
}
