using System.Globalization;
using Ingestion.Contracts;

namespace Ingestion.Core.Inference;

/// <summary>What may stand before the decimals of a source's numbers.</summary>
internal enum DecimalMark
{
    /// <summary>A point.</summary>
    Point,

    /// <summary>A comma.</summary>
    Comma,

    /// <summary>Whichever a column's values prove.</summary>
    Either,
}

/// <summary>Decides it for all columns of a source together: a comma that some prove makes a point between three digits and three doubtful in the others.</summary>
internal static class DecimalMarks
{
    private const int MostShown = 5;

    /// <summary>What to look for.</summary>
    /// <param name="options">What the user says.</param>
    /// <param name="isText">Whether it is text whose fields are not apart by commas: commas in quotes are as often lists.</param>
    public static DecimalMark Of(SourceOptions options, bool isText) => options.DecimalSeparator switch
    {
        "," => DecimalMark.Comma,
        "." => DecimalMark.Point,
        _ => isText ? DecimalMark.Either : DecimalMark.Point,
    };

    /// <summary>The columns with their types.</summary>
    /// <param name="columns">What was seen of each.</param>
    /// <param name="names">Their names.</param>
    /// <param name="mark">What was looked for.</param>
    /// <param name="evidence">Is told what speaks for a comma, if anything does.</param>
    public static IReadOnlyList<SourceColumn> Conclude(IReadOnlyList<ColumnInference> columns, IReadOnlyList<string> names, DecimalMark mark, Action<string> evidence)
    {
        var proving = mark == DecimalMark.Either ? names.Where((_, i) => columns[i].ProvesComma).ToList() : [];
        if (mark == DecimalMark.Comma)
            evidence("Decimal separator ',': as told.");
        else if (proving.Count > 0)
        {
            var values = columns.Where(column => column.ProvesComma).Sum(column => column.CommaValues);
            evidence(string.Create(CultureInfo.InvariantCulture,
                $"Decimal separator ',': {values:N0} value{(values == 1 ? " uses" : "s use")} a comma before decimals in {string.Join(", ", proving.Take(MostShown).Select(name => $"'{name}'"))}{(proving.Count > MostShown ? $" and {proving.Count - MostShown} more" : "")}."));
        }
        return [.. columns.Select((column, i) => column.Conclude(names[i], proving.Count > 0))];
    }
}
