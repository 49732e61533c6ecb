namespace Ingestion.Core.Rules.Ascii;

/// <summary>
/// A pattern as a nondeterministic automaton in Thompson's form (Communications of the ACM 11, 1968): a state
/// consumes one character, holds at an anchor, or forks. State 0 is the match.
/// </summary>
internal sealed class AsciiNfa
{
    public const int Match = 0;
    private const int MaxStates = 2_000;
    // Loops over nothing make no states; their turns are counted so that they end too.
    private const int MaxSteps = 20_000;

    private readonly List<State> _states = [new(Kind.Match, default, default, -1, -1)];
    private int _steps;

    private AsciiNfa() { }

    public enum Kind
    {
        Match,
        OneOf,
        At,
        Fork,
    }

    /// <summary>A state and the ones behind it; <see cref="Other"/> only where it forks.</summary>
    public readonly record struct State(Kind Kind, AsciiSet Set, Anchor Anchor, int Next, int Other);

    public IReadOnlyList<State> States => _states;

    public int Start { get; private set; }

    /// <summary>Whether the kind of the characters beside a place matters.</summary>
    public bool HasWordBoundaries { get; private set; }

    /// <summary>Null when the pattern needs more states than are worth their table.</summary>
    public static AsciiNfa? Build(PatternNode pattern)
    {
        var nfa = new AsciiNfa();
        nfa.Start = nfa.Add(pattern, Match);
        return nfa.IsTooLarge ? null : nfa;
    }

    private bool IsTooLarge => _states.Count > MaxStates || _steps > MaxSteps;

    /// <summary>Adds a node in front of state <paramref name="next"/> and gives its first state.</summary>
    private int Add(PatternNode node, int next)
    {
        _steps++;
        switch (node)
        {
            case PatternNode.OneOf one:
                return Add(new State(Kind.OneOf, one.Set, default, next, -1));
            case PatternNode.At at:
                HasWordBoundaries |= at.Anchor is Anchor.WordBoundary or Anchor.NotWordBoundary;
                return Add(new State(Kind.At, default, at.Anchor, next, -1));
            case PatternNode.Sequence sequence:
                for (var i = sequence.Items.Count - 1; i >= 0 && !IsTooLarge; i--)
                    next = Add(sequence.Items[i], next);
                return next;
            case PatternNode.Choice choice:
                var first = Add(choice.Items[^1], next);
                for (var i = choice.Items.Count - 2; i >= 0 && !IsTooLarge; i--)
                    first = Fork(Add(choice.Items[i], next), first);
                return first;
            default:
                return AddRepeat((PatternNode.Repeat)node, next);
        }
    }

    private int AddRepeat(PatternNode.Repeat repeat, int next)
    {
        var first = next;
        if (repeat.Max is null)
        {
            first = Fork(-1, next);
            _states[first] = _states[first] with { Next = Add(repeat.Item, first) };
        }
        for (var i = repeat.Min; i < repeat.Max && !IsTooLarge; i++)
            first = Fork(Add(repeat.Item, first), next);
        for (var i = 0; i < repeat.Min && !IsTooLarge; i++)
            first = Add(repeat.Item, first);
        return first;
    }

    private int Fork(int next, int other) => Add(new State(Kind.Fork, default, default, next, other));

    private int Add(State state)
    {
        _states.Add(state);
        return _states.Count - 1;
    }
}
