using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Ingestion.Core.Rules.Ascii;

namespace Ingestion.Core.Rules;

/// <summary>
/// A pattern on UTF-8 values: .NET's NonBacktracking engine, so that the time is linear in the text whatever the pattern. Where it
/// is in the common subset, ASCII values are answered from a table, the same and many times faster. Immutable: threads share it.
/// </summary>
internal sealed class ValuePattern(Regex regex)
{
    /// <summary>The options of a rule's pattern. With others, the table would give other answers and isn't used.</summary>
    public const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private const int MostKept = 256;
    private const int StackChars = 256;

    // The same recipe comes with file after file, and compiling its patterns costs as much as cleaning some thousand rows.
    private static readonly ConcurrentDictionary<string, ValuePattern> Kept = new();
    private readonly AsciiDfa? _dfa = regex.Options == Options && AsciiDfa.TryCompile(regex.ToString(), out var dfa) ? dfa : null;

    /// <summary>Compiles a pattern, or finds it among those compiled before.</summary>
    /// <exception cref="RegexParseException">It is not a regular expression.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking.</exception>
    public static ValuePattern Compile(string pattern)
    {
        if (Kept.TryGetValue(pattern, out var known))
            return known;
        if (Kept.Count >= MostKept)
            Kept.Clear();
        return Kept.GetOrAdd(pattern, new ValuePattern(new Regex(pattern, Options)));
    }

    /// <summary>Whether the pattern is found in a value, as <see cref="Regex.IsMatch(string)"/> says.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        var match = _dfa is null ? AsciiMatch.NotAscii : _dfa.IsMatch(text);
        return match == AsciiMatch.NotAscii ? IsMatchByEngine(text) : match == AsciiMatch.Yes;
    }

    /// <summary>The text with every match replaced; <c>$1</c> and the like stand for what the pattern's groups found.</summary>
    public string Replace(string text, string with) => regex.Replace(text, with);

    /// <inheritdoc/>
    public override string ToString() => regex.ToString();

    private bool IsMatchByEngine(ReadOnlySpan<byte> text)
    {
        if (text.Length <= StackChars)
        {
            Span<char> chars = stackalloc char[StackChars];
            return regex.IsMatch(chars[..Encoding.UTF8.GetChars(text, chars)]);
        }
        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        var passes = regex.IsMatch(rented.AsSpan(0, Encoding.UTF8.GetChars(text, rented)));
        ArrayPool<char>.Shared.Return(rented);
        return passes;
    }
}
