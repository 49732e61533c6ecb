using System.Text.RegularExpressions;

namespace Ingestion.Architecture.Tests;

/// <summary>A type as it is declared: keyword (<c>class</c>, <c>interface</c>, ...), name, and the names after the colon.</summary>
internal sealed record Declaration(string File, string Keyword, string Name, IReadOnlyList<string> Bases);

internal static partial class Declarations
{
    public static IReadOnlyList<Declaration> All { get; } =
        [.. SourceTree.WithExtension(".cs", ".razor").SelectMany(file => In(file, SourceTree.Text(file)))];

    public static IEnumerable<Declaration> In(string file, string text)
    {
        foreach (Match match in Pattern().Matches(text))
        {
            yield return new Declaration(
                file,
                match.Groups["keyword"].Value,
                match.Groups["name"].Value,
                [.. Name().Matches(match.Groups["bases"].Value).Select(name => name.Value)]);
        }
    }

    [GeneratedRegex(
        @"^[ \t]*(?:(?:public|internal|private|protected|file|static|sealed|abstract|partial|readonly|unsafe|ref)\s+)*
          (?<keyword>class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+
          (?<name>[A-Z]\w*)\s*(?:<[^>{]*>)?\s*
          (?:\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))?\s*
          (?::(?<bases>[^{;]*))?",
        RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\b[A-Z]\w*")]
    private static partial Regex Name();
}
