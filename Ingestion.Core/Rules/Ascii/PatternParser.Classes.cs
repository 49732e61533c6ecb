using System.Globalization;

namespace Ingestion.Core.Rules.Ascii;

internal sealed partial class PatternParser
{
    /// <summary>What follows a backslash outside of a class.</summary>
    private PatternNode? Escape()
    {
        if (AtEnd)
            return null;
        Anchor? anchor = _pattern[_position] switch
        {
            'A' => Anchor.Start,
            'z' => Anchor.End,
            'Z' => Anchor.EndOrLastNewLine,
            'b' => Anchor.WordBoundary,
            'B' => Anchor.NotWordBoundary,
            _ => null,
        };
        if (anchor is not null)
        {
            _position++;
            return new PatternNode.At(anchor.Value);
        }
        if (Shorthand() is { } set)
            return new PatternNode.OneOf(set);
        // \<name> and \'name' are backreferences in an old form.
        if (_pattern[_position] is '<' or '\'' || CharacterEscape() is not { } character)
            return null;
        return new PatternNode.OneOf(AsciiSet.Of(character));
    }

    /// <summary>What follows an opening bracket, as .NET's own parser goes through it.</summary>
    private AsciiSet? Class()
    {
        var negated = Accept('^');
        var set = AsciiSet.Empty;
        char? from = null;
        for (var first = true; !AtEnd; first = false)
        {
            var character = _pattern[_position++];
            if (character == ']' && !first)
                return negated ? ~set : set;
            if (character == '\\')
            {
                if (AtEnd)
                    return null;
                if (Shorthand() is { } shorthand)
                {
                    if (from is not null)
                        return null;
                    set |= shorthand;
                    continue;
                }
                var dash = _pattern[_position] == '-';
                if (CharacterEscape() is not { } escaped)
                    return null;
                // An escaped dash may end a range and never starts one.
                if (dash && from is null)
                {
                    set |= AsciiSet.Of('-');
                    continue;
                }
                character = escaped;
            }
            else if (IsNestedClass(character))
            {
                return null;
            }
            if (from is not null)
            {
                if (from > character)
                    return null;
                set |= AsciiSet.Range(from.Value, character);
                from = null;
            }
            else if (_position + 1 < _pattern.Length && _pattern[_position] == '-' && _pattern[_position + 1] != ']')
            {
                from = character;
                _position++;
            }
            else
            {
                set |= AsciiSet.Of(character);
            }
        }
        return null;
    }

    /// <summary>Whether a subtraction, <c>-[…]</c>, or a name in POSIX form, <c>[:…:]</c>, starts here.</summary>
    private bool IsNestedClass(char character) =>
        (character == '[' && (_pattern[_position - 2] == '-' || (!AtEnd && _pattern[_position] == ':')))
        || (character == '-' && !AtEnd && _pattern[_position] == '[');

    private AsciiSet? Shorthand()
    {
        AsciiSet? set = _pattern[_position] switch
        {
            'd' => AsciiSet.Digits,
            'D' => ~AsciiSet.Digits,
            's' => AsciiSet.Space,
            'S' => ~AsciiSet.Space,
            'w' => AsciiSet.Word,
            'W' => ~AsciiSet.Word,
            _ => null,
        };
        if (set is not null)
            _position++;
        return set;
    }

    private char? CharacterEscape()
    {
        var character = _pattern[_position++];
        return character switch
        {
            'a' => '\a',
            'b' => '\b',
            'e' => '\e',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            'x' => Hexadecimal(2),
            'u' => Hexadecimal(4),
            // Other letters and digits have a meaning that is not in the subset, or none.
            _ when !char.IsAscii(character) || char.IsAsciiLetterOrDigit(character) || character == '_' => null,
            _ => character,
        };
    }

    private char? Hexadecimal(int digits)
    {
        if (_pattern.Length - _position < digits
            || !ushort.TryParse(_pattern.AsSpan(_position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            return null;
        _position += digits;
        return (char)code;
    }
}
