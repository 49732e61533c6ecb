using Ingestion.Contracts;

namespace Ingestion.Core.Matching;

/// <summary>
/// Finds columns by their names in a header that may write them otherwise: first those of the same name, then among the others those of the
/// same <see cref="NameForm"/>, then those that are nearly the same. A match is one only if nothing else on either side could be meant, so
/// that the answer does not depend on the order of the columns, and a guess is never one of several.
/// </summary>
public static class HeaderMatch
{
    /// <summary>The least similarity of names that are taken for each other by <see cref="MatchWay.EditDistance"/>: one wrong letter of seven.</summary>
    public const double Threshold = 0.85;

    private const int MostCandidates = 3;
    private const double LeastCandidate = 0.4;
    private const int Digits = 3;

    // Headers of thousands of columns none of which is known are another file, and are not worth minutes.
    private const long MostPairs = 1_000_000;

    /// <summary>How each of the needed columns is found, in their order.</summary>
    /// <param name="needed">Names, each once.</param>
    /// <param name="header">The file's names, each once.</param>
    public static IReadOnlyList<ColumnMatch> Of(IReadOnlyList<string> needed, IReadOnlyList<string> header)
    {
        var found = new Dictionary<string, ColumnMatch>(StringComparer.Ordinal);
        var same = header.ToHashSet(StringComparer.Ordinal);
        foreach (var name in needed.Where(same.Contains))
            found.Add(name, new ColumnMatch(name, name, MatchWay.Exact, 1, []));
        var open = needed.Where(name => !found.ContainsKey(name)).Select(Name.Of).ToList();
        var free = header.Where(name => !found.ContainsKey(name)).Select(Name.Of).ToList();
        TakeSameForms(open, free, found);
        var isComparable = (long)open.Count * free.Count <= MostPairs;
        if (isComparable)
            TakeNearForms(open, free, found);
        return [.. needed.Select(name => found.GetValueOrDefault(name) ?? new ColumnMatch(name, null, MatchWay.None, 0, isComparable ? Nearest(name, header) : []))];
    }

    /// <summary>The names that come nearest to one, the best first.</summary>
    public static IReadOnlyList<MatchCandidate> Nearest(string name, IReadOnlyList<string> header)
    {
        var form = NameForm.Of(name);
        return form.Length == 0 ? [] : [.. header.Select(other => new MatchCandidate(other, Math.Round(EditDistance.Similarity(form, NameForm.Of(other)), Digits)))
            .Where(candidate => candidate.Score >= LeastCandidate)
            .OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Source, StringComparer.Ordinal).Take(MostCandidates)];
    }

    private static void TakeSameForms(List<Name> open, List<Name> free, Dictionary<string, ColumnMatch> found)
    {
        var wanted = open.ToLookup(name => name.Form, StringComparer.Ordinal);
        foreach (var group in free.Where(name => name.Form.Length > 0).GroupBy(name => name.Form, StringComparer.Ordinal).ToList())
        {
            if (group.ToList() is [var there] && wanted[group.Key].ToList() is [var name])
                Take(name, there, MatchWay.Normalized, 1, open, free, found);
        }
    }

    private static void TakeNearForms(List<Name> open, List<Name> free, Dictionary<string, ColumnMatch> found)
    {
        var near = (from name in open from there in free let score = Score(name, there) where score >= Threshold select (Name: name, There: there, Score: score)).ToList();
        var (ofName, ofThere) = (near.ToLookup(pair => pair.Name), near.ToLookup(pair => pair.There));
        foreach (var (name, there, score) in near)
        {
            if (ofName[name].Count() == 1 && ofThere[there].Count() == 1)
                Take(name, there, MatchWay.EditDistance, Math.Round(score, Digits), open, free, found);
        }
    }

    /// <summary>0 for names without a letter, of too different lengths, which need not be compared, and for those whose digits differ.</summary>
    private static double Score(Name name, Name other)
    {
        var (shorter, longer) = name.Form.Length < other.Form.Length ? (name.Form.Length, other.Form.Length) : (other.Form.Length, name.Form.Length);
        return shorter == 0 || shorter < longer * Threshold || name.Digits != other.Digits ? 0 : EditDistance.Similarity(name.Form, other.Form);
    }

    private static void Take(Name name, Name there, MatchWay way, double score, List<Name> open, List<Name> free, Dictionary<string, ColumnMatch> found)
    {
        found.Add(name.Text, new ColumnMatch(name.Text, there.Text, way, score, []));
        open.Remove(name);
        free.Remove(there);
    }

    private sealed record Name(string Text, string Form, string Digits)
    {
        public static Name Of(string text)
        {
            var form = NameForm.Of(text);
            return new Name(text, form, NameForm.DigitsOf(form));
        }
    }
}
