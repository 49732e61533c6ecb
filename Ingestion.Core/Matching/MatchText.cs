using System.Globalization;
using Ingestion.Contracts;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Matching;

/// <summary>Matches in words.</summary>
public static class MatchText
{
    private const int MostShown = 12;

    /// <summary>Which saved recipe a job runs, every column that was not found under its very name, and those that are not used.</summary>
    public static string Of(RecipeMatch match)
    {
        var guesses = match.Matches.Where(column => column.Way is not (MatchWay.Exact or MatchWay.None))
            .Select(column => $"'{column.Column}' is read from '{column.Source}' ({EnumWords.Of(column.Way)}, {Score(column.Score)})").ToList();
        var found = guesses.Count == 0 ? "every column that it names is in the file under that name." : string.Join(", ", guesses) + ".";
        return string.Create(CultureInfo.InvariantCulture, $"Recipe '{match.Name}', version {match.Version}: {found}{Unused(match.UnusedColumns)}");
    }

    /// <summary>Names with their scores: <c>'Email address' (0.62), 'mail' (0.50)</c>.</summary>
    public static string Of(IEnumerable<MatchCandidate> candidates) => string.Join(", ", candidates.Select(candidate => $"'{candidate.Source}' ({Score(candidate.Score)})"));

    private static string Score(double score) => score.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Unused(IReadOnlyList<string> columns) => columns.Count == 0 ? ""
        : $" Not used: {string.Join(", ", columns.Take(MostShown).Select(name => $"'{name}'"))}{(columns.Count > MostShown ? $" and {columns.Count - MostShown} more" : "")}.";
}
