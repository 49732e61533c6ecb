using System.Runtime.CompilerServices;
using System.Text;
using Ingestion.Core.Columns;
using Ingestion.Core.Records;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Plans;

/// <summary>A column that is read, with the checks on its values.</summary>
internal sealed class PlanColumn(int batchColumn, string sourceName, ColumnSpec spec, byte[][] nullTokens)
{
    private const int LongToken = 63;

    // A bit for each length that a token has: most values have another, and need not be compared.
    private readonly ulong _tokenLengths = nullTokens.Aggregate(0UL, (lengths, token) => lengths | (1UL << Math.Min(token.Length, LongToken)));

    /// <summary>0-based position among a row's fields: the source's, then those that fixes make.</summary>
    public int BatchColumn { get; } = batchColumn;

    /// <summary>The source column it is mapped from, or the name of the column that a fix makes.</summary>
    public string SourceName { get; } = sourceName;

    public ColumnSpec Spec { get; } = spec;

    /// <summary>How a value that does not fit the type reads, after the value.</summary>
    public byte[] TypeMismatch { get; } = Encoding.UTF8.GetBytes(TypeText.Mismatch(spec) + ".");

    /// <summary>The implicit check; <see cref="Contracts.ColumnType.Text"/> takes every value.</summary>
    public PlanCheck TypeCheck { get; set; } = null!;

    /// <summary>That the document does not call the cell of <see cref="ErrorColumn"/> an error; null where the source has no such cells.</summary>
    public PlanCheck? ErrorCheck { get; set; }

    /// <summary>The source column it was read from, before any fix.</summary>
    public int ErrorColumn { get; set; }

    /// <summary>The NOT_NULL rules.</summary>
    public PlanCheck[] NotNull { get; set; } = [];

    /// <summary>The rules on present values.</summary>
    public ValueCheck[] Checks { get; set; } = [];

    /// <summary>Says for each row of the column whether its field is a value.</summary>
    public void FindGiven(in ColumnCells cells, Span<bool> given)
    {
        given = given[..cells.Count];
        ref var range = ref cells.FirstRange;
        foreach (ref var isGiven in given)
        {
            isGiven = range.Length > 0;
            range = ref Unsafe.Add(ref range, cells.Stride);
        }
        if (nullTokens.Length == 0)
            return;
        range = ref cells.FirstRange;
        for (var row = 0; row < given.Length; row++)
        {
            if (((_tokenLengths >> Math.Min(range.Length, LongToken)) & 1) != 0 && IsToken(nullTokens, cells.Text(row)))
                given[row] = false;
            range = ref Unsafe.Add(ref range, cells.Stride);
        }
    }

    /// <summary>Whether a field means "no value".</summary>
    public bool IsNull(ReadOnlySpan<byte> text) => text.IsEmpty || IsToken(nullTokens, text);

    /// <summary>Whether a text is one of several.</summary>
    public static bool IsToken(byte[][] tokens, ReadOnlySpan<byte> text)
    {
        foreach (var token in tokens)
        {
            if (text.SequenceEqual(token))
                return true;
        }
        return false;
    }
}
