using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Ingestion.Core.Columns;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;
using Ingestion.Core.Rules.Ascii;

namespace Ingestion.Core.Rules;

/// <summary>
/// REGEX: .NET's NonBacktracking engine, so that the time is linear in the text whatever the pattern. Where the
/// pattern is in the common subset, ASCII values are answered from a table, the same and many times faster.
/// </summary>
internal sealed class RegexCheck(PlanCheck check, Regex regex) : ValueCheck(check)
{
    /// <summary>The options of a rule's pattern. With others, the table would give other answers and isn't used.</summary>
    public const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private const int StackChars = 256;

    private readonly byte[] _explanation = Encoding.UTF8.GetBytes($"does not match {regex}.");
    private readonly AsciiDfa? _dfa = regex.Options == Options && AsciiDfa.TryCompile(regex.ToString(), out var dfa) ? dfa : null;

    public override void FindBroken(in ColumnCells cells, ColumnBuffer column, RowList broken)
    {
        for (var row = 0; row < cells.Count; row++)
        {
            if (cells.Given[row] && !Passes(cells.Text(row)))
                broken.Add(row);
        }
    }

    public override ReadOnlySpan<byte> Explain(ColumnBuffer column, int slot) => _explanation;

    internal bool Passes(ReadOnlySpan<byte> text)
    {
        var match = _dfa is null ? AsciiMatch.NotAscii : _dfa.IsMatch(text);
        return match == AsciiMatch.NotAscii ? PassesEngine(text) : match == AsciiMatch.Yes;
    }

    private bool PassesEngine(ReadOnlySpan<byte> text)
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
