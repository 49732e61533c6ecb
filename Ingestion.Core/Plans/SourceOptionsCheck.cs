using System.Text;
using Ingestion.Contracts;

namespace Ingestion.Core.Plans;

/// <summary>What can be wrong with source options before any file is looked at.</summary>
internal static class SourceOptionsCheck
{
    private const int MostHeaderRows = 5;
    private const int MostFooterRows = 1000;

    public static IEnumerable<RecipeProblem> Problems(SourceOptions options)
    {
        if (options.Delimiter is { } delimiter && (delimiter.Length != 1 || delimiter[0] is '\r' or '\n' or '\0' or > '\x7e'))
            yield return new("source.delimiter", "The delimiter is one ASCII character, such as ',' or ';', and no line break.");
        if (options.Quote is { Length: > 0 } quote && (quote.Length != 1 || quote[0] is '\r' or '\n' or '\0' or > '\x7e' || quote == options.Delimiter))
            yield return new("source.quote", "The quote is one ASCII character other than the delimiter and line breaks, or empty for no quoting.");
        if (options.HeaderRows is < 0 or > MostHeaderRows)
            yield return new("source.headerRows", $"There are 0 to {MostHeaderRows} header rows.");
        if (options.FooterRows is < 0 or > MostFooterRows)
            yield return new("source.footerRows", $"It must be 0 to {MostFooterRows}.");
        if (options.Escape is not (null or "" or "\"" or "\\"))
            yield return new("source.escape", "A quote is escaped by doubling it (an empty text) or by a backslash.");
        if (options.ColumnStarts is { } starts && (starts.Count == 0 || starts[0] != 0 || starts.Zip(starts.Skip(1)).Any(pair => pair.First >= pair.Second)))
            yield return new("source.columnStarts", "The columns' first characters are ascending numbers, the first of which is 0.");
        if (options.DecimalSeparator is not (null or "." or ","))
            yield return new("source.decimalSeparator", "It is a point or a comma.");
        if (options.SkipRows < 0)
            yield return new("source.skipRows", "It must be 0 or more.");
        if (options.Encoding is { } encoding && Find(encoding) is null)
            yield return new("source.encoding", $"The encoding '{encoding}' is not known; use an IANA name such as utf-8, windows-1252 or utf-16.");
    }

    /// <summary>The encoding of a name; null when there is none.</summary>
    public static Encoding? Find(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
