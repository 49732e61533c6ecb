using CsCheck;

namespace Ingestion.Core.Tests.Rules;

/// <summary>Random patterns and texts over one small alphabet, so that they often meet.</summary>
internal static class Patterns
{
    private static readonly Gen<string> GenCharacter = Gen.OneOf(
        "a", "b", "0", "1", "@", "é", "-", "_", " ", "]", "}", "{", "\n", @"\.", @"\n", @"\-", @"\/", @"\t", @"\x61", @"\u0062", @"\u00E9", "{,2}", "a{x");

    private static readonly Gen<string> GenShorthand = Gen.OneOf(".", @"\d", @"\D", @"\w", @"\W", @"\s", @"\S");

    private static readonly Gen<string> GenAnchor = Gen.OneOf("^", "$", @"\A", @"\z", @"\Z", @"\b", @"\B");

    private static readonly Gen<string> GenClass = Gen.Select(
        Gen.OneOf("[", "[^"),
        Gen.OneOf("", "", "", "]", "-"),
        Gen.OneOf("a", "b", "0-9", "a-z", "@", ".", "_", "$", " -~", "a-é", "é", @"\s", @"\S", @"\D", @"\w", @"\n", @"\-", @"\]", @"\b", @"\x30-9").Array[1, 3],
        Gen.OneOf("", "-", "^"),
        (open, first, items, last) => $"{open}{first}{string.Concat(items)}{last}]");

    private static readonly Gen<string> GenQuantifier = Gen.OneOf(
        "*", "+", "?", "{0}", "{1}", "{2}", "{1,}", "{0,2}", "{2,3}", "{3,}", "*?", "+?", "??", "{1,2}?");

    /// <summary>A pattern of the supported subset; now and then one is too large for a table.</summary>
    public static Gen<string> GenSupported { get; } = Alternatives(3);

    /// <summary>Pieces of patterns in any order: most are none.</summary>
    public static Gen<string> GenGarbage { get; } = Gen.OneOf(
        "(", ")", "[", "]", "{", "}", "^", "$", "\\", "|", "*", "+", "?", "-", ",", "1", "2", "a", "b", ":", "<", ">", "n", "x", "u", "0041", "61", ".", "'", "#",
        "@", "!", "=", "é", "k", "Z", "_", " ", "\0", "\ud800", @"\d", @"\W", @"\b", @"\-", @"\p{L}", "(?", "(?<n>", "[^", "-[", "{2,")
        .Array[1, 12].Select(string.Concat);

    /// <summary>A text with now and then a final line feed, a letter outside of ASCII, or more than one block of bytes.</summary>
    public static Gen<string> GenText { get; } = Gen.Select(
        Gen.Frequency(
            (12, Gen.String[Gen.Char["aabb01@. \n-_\t"], 0, 8]),
            (2, Gen.String[Gen.Char["ab0@. \né"], 0, 8]),
            (1, Gen.String[Gen.Char["aaab0é"], 60, 200]),
            (1, Gen.String[Gen.Char["ab1\n"], 60, 200])),
        Gen.OneOf("", "", "\n"),
        string.Concat);

    private static Gen<string> Alternatives(int depth) => Gen.Frequency(
        (3, Sequence(depth, choices: true)),
        (1, Gen.Select(Sequence(depth, choices: true), Gen.OneOf(Gen.Const(""), Sequence(depth, choices: true)), (left, right) => $"{left}|{right}")));

    private static Gen<string> Sequence(int depth, bool choices) => Item(depth, choices).Array[1, 3].Select(string.Concat);

    private static Gen<string> Item(int depth, bool choices)
    {
        var leaf = Gen.Frequency((3, GenCharacter), (2, GenShorthand), (1, GenAnchor), (2, GenClass));
        if (depth == 0)
            return leaf;
        var group = Group(choices ? Alternatives(depth - 1) : Sequence(depth - 1, choices: false));
        // A loop is supported round a choice only where that is not all of it.
        var body = Group(choices
            ? Gen.OneOf(Sequence(depth - 1, choices: false), Gen.Select(GenShorthand, Group(Alternatives(depth - 1)), string.Concat))
            : Sequence(depth - 1, choices: false));
        var quantified = Gen.Select(Gen.OneOf(Group(leaf), body, GenClass, GenAnchor), GenQuantifier, string.Concat);
        return Gen.Frequency((4, leaf), (1, group), (2, quantified));
    }

    private static Gen<string> Group(Gen<string> inner) =>
        Gen.Select(Gen.OneOf("(", "(?:", "(?<n>", "(?'m'"), inner, (open, pattern) => $"{open}{pattern})");
}
