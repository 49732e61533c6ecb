using System.Globalization;
using System.Text;

namespace Ingestion.Core.Csv;

/// <summary>Makes unique column names of a header: an empty name becomes <c>column_3</c>, a repeated one gets <c>_2</c>. NUL, which Parquet cannot write, is left out.</summary>
internal static class ColumnNames
{
    public static string[] Make(IReadOnlyList<byte[]> header, int count)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        // Names that stand in the header as they are go first, so that a made-up one never takes theirs.
        var own = header.Select(cell => Encoding.UTF8.GetString(cell).Replace("\0", "").Trim()).ToArray();
        var given = new HashSet<string>(own, StringComparer.Ordinal);
        var names = new string[count];
        for (var i = 0; i < count; i++)
        {
            var name = i < own.Length ? own[i] : "";
            if (name.Length == 0)
                name = string.Create(CultureInfo.InvariantCulture, $"column_{i + 1}");
            else if (taken.Add(name))
            {
                names[i] = name;
                continue;
            }
            var suffix = 2;
            var candidate = i < own.Length && own[i].Length > 0 ? $"{name}_{suffix++}" : name;
            while (given.Contains(candidate) || !taken.Add(candidate))
                candidate = string.Create(CultureInfo.InvariantCulture, $"{name}_{suffix++}");
            names[i] = candidate;
        }
        return names;
    }
}
