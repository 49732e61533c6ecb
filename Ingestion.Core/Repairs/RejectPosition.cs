using System.Globalization;
using Ingestion.Core.Documents;
using Ingestion.Core.Results;

namespace Ingestion.Core.Repairs;

/// <summary>
/// Which row of the source a reject is, out of what the reject says to a person: the other way round of <see cref="DocumentLayout.Describe"/>.
/// A row's identity leaves the confidence out.
/// </summary>
internal static class RejectPosition
{
    private const char Separator = ' ';

    /// <summary>A reject's place in its source.</summary>
    /// <exception cref="UnreadableSourceException">It lies beyond what a place can say: some two billion lines.</exception>
    public static RowPosition Of(RejectedRow row)
    {
        if (row.LineNumber > int.MaxValue)
            throw new UnreadableSourceException(string.Create(CultureInfo.InvariantCulture, $"Rows beyond line {int.MaxValue:N0} cannot be repaired; correct the source."));
        var words = (row.Position ?? "").Split([Separator, ',', '(', ')', '%'], StringSplitOptions.RemoveEmptyEntries);
        return new(Number(words, "page"), Number(words, "table"), (int)row.LineNumber, Number(words, "confidence"));
    }

    /// <summary>How a person and a workbook name it: its position, or the number of its line.</summary>
    public static string NameOf(RejectedRow row) => row.Position ?? row.LineNumber.ToString(CultureInfo.InvariantCulture);

    // A sheet's name may have any words, but its position is the row alone.
    private static int Number(string[] words, string of) =>
        words is [] || words[0] is not ("page" or "table") ? 0
            : Array.IndexOf(words, of) is >= 0 and var at && at + 1 < words.Length && int.TryParse(words[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : 0;
}
