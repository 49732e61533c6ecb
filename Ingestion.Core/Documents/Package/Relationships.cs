using Ingestion.Core.Documents.Xml;

namespace Ingestion.Core.Documents.Package;

/// <summary>Where a part points to (ECMA-376 part 2, 6.5).</summary>
/// <param name="Id">Its name inside the part.</param>
/// <param name="Type">The last segment of its type's URI, which strict and transitional documents share: <c>worksheet</c>.</param>
/// <param name="Path">The target part's name.</param>
internal sealed record Relationship(string Id, string Type, string Path);

/// <summary>Reads relationships and resolves their targets.</summary>
internal static class Relationships
{
    // More than any document has: an archive of 10,000 files is one of the largest.
    private const int MostRelationships = 100_000;

    /// <summary>The name of the part that holds a part's relationships; the package's own for an empty path.</summary>
    public static string PathFor(string part)
    {
        var slash = part.LastIndexOf('/') + 1;
        return $"{part[..slash]}_rels/{part[slash..]}.rels";
    }

    /// <summary>Reads the relationships of <paramref name="part"/>. External targets are left out.</summary>
    public static List<Relationship> Read(Utf8XmlReader xml, string part)
    {
        var found = new List<Relationship>();
        while (xml.Read() is var token && token != XmlToken.None)
        {
            if (token != XmlToken.Start || xml.Depth != 2 || !xml.LocalName.SequenceEqual("Relationship"u8))
                continue;
            if (xml.Attribute("TargetMode"u8) == "External")
                continue;
            if (xml.Attribute("Id"u8) is { } id && xml.Attribute("Type"u8) is { } type && xml.Attribute("Target"u8) is { } target)
            {
                if (found.Count == MostRelationships)
                    throw xml.Damaged($"it points to more than {MostRelationships:N0} parts");
                found.Add(new Relationship(id, type[(type.LastIndexOf('/') + 1)..], Resolve(part, target)));
            }
        }
        return found;
    }

    /// <summary>Makes a part's name of a target, which is absolute (<c>/xl/a.xml</c>) or relative to the part's folder (<c>../a.xml</c>).</summary>
    internal static string Resolve(string part, string target)
    {
        target = Uri.UnescapeDataString(target).Replace('\\', '/');
        var segments = new List<string>();
        if (!target.StartsWith('/') && part.LastIndexOf('/') is > 0 and var slash)
            segments.AddRange(part[..slash].Split('/'));
        foreach (var segment in target.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == ".." && segments.Count > 0)
                segments.RemoveAt(segments.Count - 1);
            else if (segment is not ("." or ".."))
                segments.Add(segment);
        }
        return string.Join('/', segments);
    }
}
