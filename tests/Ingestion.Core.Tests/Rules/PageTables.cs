namespace Ingestion.Core.Tests.Rules;

/// <summary>The tables of a page in docs.</summary>
internal static class PageTables
{
    /// <summary>The rows, each with its cells, of the tables below a heading.</summary>
    public static IEnumerable<string[]> Of(string page, string heading) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "docs", page))
            .SkipWhile(line => line != $"## {heading}").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Trim('|', ' ').Split(" | ").Select(cell => cell.Trim().Replace("\\|", "|")).ToArray());
}
