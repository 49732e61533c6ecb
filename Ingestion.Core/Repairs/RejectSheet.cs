using System.Globalization;
using Ingestion.Core.Csv;

namespace Ingestion.Core.Repairs;

/// <summary>
/// What a sheet of rejects has: one column with each row's place in the source, by which a corrected row is known again, the source's
/// columns, further ones for fields that no column is for, and the reasons.
/// </summary>
internal static class RejectSheet
{
    /// <summary>The sheet's name.</summary>
    public const string Name = "Rejects";

    /// <summary>Names the column with the rows' places. It is the first.</summary>
    public const string PlaceColumn = "rejected row";

    /// <summary>Names the column with the reasons. It is the last.</summary>
    public const string ReasonColumn = "why it was rejected";

    /// <summary>Stands for a surplus field that is empty: a cell that is emptied takes the field away.</summary>
    public const string EmptySurplus = "(empty)";

    private const string SurplusColumn = "surplus field ";

    /// <summary>Names the column of a field that the source has no column for; 1 is the first.</summary>
    public static string SurplusName(int number) => SurplusColumn + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The header: the place, the source's columns, those for so many surplus fields, the reasons.</summary>
    public static IReadOnlyList<string> Header(CsvLayout source, int surplusFields) =>
        [PlaceColumn, .. source.Columns.Select(column => column.Name), .. Enumerable.Range(1, surplusFields).Select(SurplusName), ReasonColumn];

    /// <summary>A text with its line breaks as cells have them: a line feed each.</summary>
    public static string LineBreaks(string text) =>
        text.Contains('\r', StringComparison.Ordinal) ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') : text;

    /// <summary>Of a surplus field's column its number; else 0.</summary>
    public static int SurplusNumber(string name) =>
        name.StartsWith(SurplusColumn, StringComparison.Ordinal) && int.TryParse(name[SurplusColumn.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
