using System.Text;

namespace Ingestion.Core.Rules.Expressions;

/// <summary>LIKE as SQL has it: % stands for any text, _ for one character, everything else for itself; the whole value has to match.</summary>
internal sealed class LikePattern(string pattern)
{
    private readonly byte[] _pattern = Encoding.UTF8.GetBytes(pattern);

    /// <summary>Goes back to the last % only: with the shortest text for all before it, nothing is missed.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        int at = 0, next = 0, anyAt = -1, anyText = 0;
        while (at < text.Length)
        {
            if (next < _pattern.Length && _pattern[next] == '%')
            {
                anyAt = ++next;
                anyText = at;
            }
            else if (next < _pattern.Length && _pattern[next] == '_')
            {
                at += CharacterLength(text[at..]);
                next++;
            }
            else if (next < _pattern.Length && _pattern[next] == text[at])
            {
                at++;
                next++;
            }
            else if (anyAt >= 0)
            {
                anyText += CharacterLength(text[anyText..]);
                at = anyText;
                next = anyAt;
            }
            else
                return false;
        }
        return _pattern.AsSpan(next).IndexOfAnyExcept((byte)'%') < 0;
    }

    private static int CharacterLength(ReadOnlySpan<byte> text)
    {
        var length = 1;
        while (length < text.Length && (text[length] & 0xC0) == 0x80)
            length++;
        return length;
    }
}
