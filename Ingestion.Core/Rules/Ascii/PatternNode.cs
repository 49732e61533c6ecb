namespace Ingestion.Core.Rules.Ascii;

/// <summary>A place in the text, without a character of its own.</summary>
internal enum Anchor
{
    /// <summary><c>^</c> and <c>\A</c>.</summary>
    Start,

    /// <summary><c>\z</c>.</summary>
    End,

    /// <summary><c>$</c> and <c>\Z</c>: the end, or before a line feed that is the last character.</summary>
    EndOrLastNewLine,

    /// <summary><c>\b</c>.</summary>
    WordBoundary,

    /// <summary><c>\B</c>.</summary>
    NotWordBoundary,
}

/// <summary>A pattern read into a tree. Groups are gone: whether a pattern matches does not depend on what they capture.</summary>
internal abstract record PatternNode
{
    private PatternNode() { }

    /// <summary>Whether no character at all may do, if the anchors hold.</summary>
    public abstract bool IsNullable { get; }

    /// <summary>Whether there is a choice in it that may be empty.</summary>
    public abstract bool HasNullableChoice { get; }

    /// <summary>One character out of a set.</summary>
    public sealed record OneOf(AsciiSet Set) : PatternNode
    {
        public override bool IsNullable => false;
        public override bool HasNullableChoice => false;
    }

    public sealed record At(Anchor Anchor) : PatternNode
    {
        public override bool IsNullable => true;
        public override bool HasNullableChoice => false;
    }

    /// <summary>All items, one after the other; nothing at all when there is none.</summary>
    public sealed record Sequence(IReadOnlyList<PatternNode> Items) : PatternNode
    {
        public override bool IsNullable { get; } = Items.All(item => item.IsNullable);
        public override bool HasNullableChoice { get; } = Items.Any(item => item.HasNullableChoice);
    }

    public sealed record Choice(IReadOnlyList<PatternNode> Items) : PatternNode
    {
        public override bool IsNullable { get; } = Items.Any(item => item.IsNullable);
        public override bool HasNullableChoice { get; } = Items.Any(item => item.IsNullable || item.HasNullableChoice);
    }

    /// <summary>The item <paramref name="Min"/> to <paramref name="Max"/> times; without an upper limit when that is null.</summary>
    public sealed record Repeat(PatternNode Item, int Min, int? Max) : PatternNode
    {
        public override bool IsNullable { get; } = Min == 0 || Item.IsNullable;
        public override bool HasNullableChoice { get; } = Item.HasNullableChoice;

        /// <summary>
        /// Whether .NET may fold the loops into one that wants too much: it answers <c>^(?:a+|)+$</c> as
        /// <c>^a+$</c>, which an empty value does not match (RegexNode.ReduceLoops loses the minimum of the optional
        /// loop that the choice became). This is wider than what it really folds.
        /// </summary>
        public bool MayBeFoldedByNet => Min > 0 && Item is { IsNullable: true, HasNullableChoice: true };
    }
}
