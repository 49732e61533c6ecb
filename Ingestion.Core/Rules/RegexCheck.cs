using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Ingestion.Core.Columns;
using Ingestion.Core.Plans;

namespace Ingestion.Core.Rules;

/// <summary>REGEX: .NET's NonBacktracking engine, so that the time is linear in the text whatever the pattern.</summary>
internal sealed class RegexCheck(PlanCheck check, Regex regex) : ValueCheck(check)
{
    private const int StackChars = 256;
    private readonly byte[] _explanation = Encoding.UTF8.GetBytes($"does not match {regex}.");

    public override bool NeedsTypedValue => false;

    public override bool Passes(ColumnBuffer column, int slot, ReadOnlySpan<byte> text)
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

    public override ReadOnlySpan<byte> Explain(ColumnBuffer column, int slot) => _explanation;
}
