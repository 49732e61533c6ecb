using Ingestion.Contracts;

namespace Ingestion.Core.Columns;

/// <summary>A column's type, resolved: all that is needed to read a value and to store it.</summary>
/// <param name="Name">Its name in the result.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Precision">For DECIMAL the most digits a value may have, 18 or 38; otherwise 0.</param>
/// <param name="Scale">For DECIMAL how many of them are decimals; otherwise 0.</param>
/// <param name="Pattern">For DATE and TIMESTAMP how values are written; null for ISO 8601.</param>
/// <param name="IsUtc">For TIMESTAMP whether every value has a time zone and is kept as UTC.</param>
/// <param name="DecimalComma">For DECIMAL and DOUBLE whether the source writes a comma before decimals, and not a point.</param>
public sealed record ColumnSpec(
    string Name, ColumnType Type, int Precision = 0, int Scale = 0, string? Pattern = null, bool IsUtc = false, bool DecimalComma = false)
{
    /// <summary>The most digits of a DECIMAL that is stored in 64 bits.</summary>
    public const int NarrowPrecision = 18;

    /// <summary>The most digits of any DECIMAL.</summary>
    public const int MaxPrecision = 38;

    /// <summary>The column as a recipe writes its values: dates in ISO 8601, numbers with a point.</summary>
    internal ColumnSpec AsInRecipe => this with { Pattern = null, DecimalComma = false };
}
