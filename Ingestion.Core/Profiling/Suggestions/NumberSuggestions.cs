using System.Text;
using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Profiling.Conclusions;
using static Ingestion.Core.Profiling.Conclusions.NumberText;
using WrittenNumber = Ingestion.Core.Fixes.NumberText;

namespace Ingestion.Core.Profiling.Suggestions;

/// <summary>Suggestions for numbers that no type reads as they are written: with separators between thousands, or a decimal comma.</summary>
internal static class NumberSuggestions
{
    private const double NearlyAll = 0.95;

    // Of each decimal mark the first that nearly all values keep to. A point alone is what DECIMAL reads.
    private static readonly string[][] Forms = [[",", "", ".", " ", "'"], [".", ",", " ", "'"]];

    /// <summary>PARSE_NUMBER on a TEXT column nearly all of whose values are such numbers: one for each decimal mark that the values leave open.</summary>
    public static IEnumerable<Suggestion> Parse(ColumnFindings column)
    {
        if (column.Profile.Type != ColumnType.Text || column.Profile.Count < Suggester.LeastRows)
            yield break;
        var values = column.Summary.Values.ToList();
        var rows = values.Sum(value => value.Rows);
        if (values.Where(value => TextKinds.Of(value.Text) == TextKind.Integer).Sum(value => value.Rows) is var plain && plain >= rows * NearlyAll)
            yield break;
        foreach (var form in Forms)
        {
            // Without a decimal, digits in groups are as often phone numbers.
            var hasDecimals = values.Exists(value => value.Text.Contains((byte)form[0][0]));
            foreach (var thousands in form[1..].Where(thousands => hasDecimals || thousands is "." or ","))
            {
                var written = new WrittenNumber(Encoding.UTF8.GetBytes(form[0]), thousands.Length == 0 ? [] : [Encoding.UTF8.GetBytes(thousands)], [], percent: false);
                var read = values.Where(value => written.TryWrite(value.Text, new byte[value.Text.Length + WrittenNumber.MostGrowth], out _)).Sum(value => value.Rows);
                if (read < rows * NearlyAll)
                    continue;
                yield return Suggestion.OfRule(
                    RuleType.ParseNumber, column.Profile.Name,
                    $"{Share(read, rows)} of the values are numbers with '{form[0]}' before decimals{(thousands.Length == 0 ? "" : $" and '{thousands}' between thousands")}.",
                    JsonSerializer.Serialize(new { @decimal = form[0], thousands }));
                break;
            }
        }
    }
}
