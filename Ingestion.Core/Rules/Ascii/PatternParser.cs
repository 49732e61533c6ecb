using System.Globalization;

namespace Ingestion.Core.Rules.Ascii;

/// <summary>
/// Reads the common subset of .NET's pattern language, with .NET's rules for what is special where. Every method
/// gives null for what is outside of the subset or no pattern at all.
/// </summary>
internal sealed partial class PatternParser
{
    private const int MaxDepth = 100;
    private const int MaxCount = 1000;

    private readonly string _pattern;
    private int _position;
    private int _depth;

    private PatternParser(string pattern) => _pattern = pattern;

    private bool AtEnd => _position == _pattern.Length;

    public static PatternNode? Parse(string pattern)
    {
        var parser = new PatternParser(pattern);
        var node = parser.Choice();
        return parser.AtEnd ? node : null;
    }

    private PatternNode? Choice()
    {
        var items = new List<PatternNode>();
        do
        {
            if (Sequence() is not { } item)
                return null;
            items.Add(item);
        }
        while (Accept('|'));
        return items is [var only] ? only : new PatternNode.Choice(items);
    }

    private PatternNode.Sequence? Sequence()
    {
        var items = new List<PatternNode>();
        while (!AtEnd && _pattern[_position] is not ('|' or ')'))
        {
            if (Item() is not { } item || Quantified(item) is not { } quantified)
                return null;
            items.Add(quantified);
        }
        return new PatternNode.Sequence(items);
    }

    private PatternNode? Item()
    {
        if (IsQuantifier(out _, out _, out _))
            return null;
        var character = _pattern[_position++];
        return character switch
        {
            '(' => Group(),
            '[' => Class() is { } set ? new PatternNode.OneOf(set) : null,
            '.' => new PatternNode.OneOf(AsciiSet.NotNewLine),
            '^' => new PatternNode.At(Anchor.Start),
            '$' => new PatternNode.At(Anchor.EndOrLastNewLine),
            '\\' => Escape(),
            _ => new PatternNode.OneOf(AsciiSet.Of(character)),
        };
    }

    private PatternNode? Group()
    {
        if (Accept('?') && !Accept(':') && !GroupName())
            return null;
        if (++_depth > MaxDepth)
            return null;
        var node = Choice();
        _depth--;
        return Accept(')') ? node : null;
    }

    private bool GroupName()
    {
        var close = Accept('<') ? '>' : Accept('\'') ? '\'' : '\0';
        if (close == '\0' || AtEnd || char.IsAsciiDigit(_pattern[_position]))
            return false;
        var start = _position;
        while (!AtEnd && (char.IsAsciiLetterOrDigit(_pattern[_position]) || _pattern[_position] == '_'))
            _position++;
        return _position > start && Accept(close);
    }

    private PatternNode? Quantified(PatternNode item)
    {
        if (!IsQuantifier(out var length, out var min, out var max))
            return item;
        _position += length;
        Accept('?');
        // A quantifier on a quantifier is an error of the pattern.
        if (min is null || max < min || IsQuantifier(out _, out _, out _))
            return null;
        var repeat = new PatternNode.Repeat(item, min.Value, max);
        return repeat.MayBeFoldedByNet ? null : repeat;
    }

    /// <summary>Whether a quantifier stands here; <paramref name="min"/> is null where its numbers are too large for a table.</summary>
    private bool IsQuantifier(out int length, out int? min, out int? max)
    {
        (length, min, max) = (1, 0, null);
        switch (AtEnd ? '\0' : _pattern[_position])
        {
            case '*':
                return true;
            case '+':
                min = 1;
                return true;
            case '?':
                max = 1;
                return true;
            case '{':
                return IsCount(ref length, ref min, ref max);
            default:
                return false;
        }
    }

    private bool IsCount(ref int length, ref int? min, ref int? max)
    {
        // A brace is a brace where it is not {n}, {n,} or {n,m}.
        var rest = _pattern.AsSpan(_position + 1);
        var digits = Digits(rest);
        if (digits == 0 || digits == rest.Length)
            return false;
        var lower = Count(rest[..digits]);
        var upper = lower;
        length = digits + 2;
        if (rest[digits] == ',')
        {
            var moreDigits = Digits(rest[(digits + 1)..]);
            upper = moreDigits == 0 ? null : Count(rest.Slice(digits + 1, moreDigits));
            if (moreDigits > 0 && upper is null)
                lower = null;
            length += moreDigits + 1;
        }
        if (length - 2 >= rest.Length || rest[length - 2] != '}')
            return false;
        (min, max) = (lower, upper);
        return true;
    }

    private static int Digits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') is >= 0 and var count ? count : text.Length;

    private static int? Count(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MaxCount ? count : null;

    private bool Accept(char character)
    {
        if (AtEnd || _pattern[_position] != character)
            return false;
        _position++;
        return true;
    }
}
