using System.Globalization;
using System.Xml;

namespace Ingestion.Core.Docx;

/// <summary>A style of paragraphs.</summary>
/// <param name="Name">What a person calls it: <c>heading 1</c>.</param>
/// <param name="HeadingLevel">1 to 9 when it makes headings; else null.</param>
internal sealed record ParagraphStyle(string Name, int? HeadingLevel);

/// <summary>A document's styles, by their ids.</summary>
internal sealed class ParagraphStyles
{
    private readonly Dictionary<string, (string Name, int? Level, string? BasedOn)> _styles = [];
    private string? _default;

    /// <summary>Reads <c>styles.xml</c>.</summary>
    public void Read(XmlReader xml)
    {
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.WordName() == "style" && xml.WordAttribute("type") == "paragraph")
                ReadStyle(xml);
        }
    }

    /// <summary>The style of an id; the document's default for none, or one that is not there.</summary>
    public ParagraphStyle Of(string? id)
    {
        if (id is null || !_styles.ContainsKey(id))
            id = _default;
        if (id is null || !_styles.TryGetValue(id, out var style))
            return new ParagraphStyle("Normal", null);
        // A style takes what it does not say itself from the one it is based on; a circle of them ends.
        var (level, parent) = (style.Level, style.BasedOn);
        for (var steps = 0; level is null && parent is not null && _styles.TryGetValue(parent, out var above) && steps < _styles.Count; steps++)
            (level, parent) = (above.Level, above.BasedOn);
        return new ParagraphStyle(style.Name, level);
    }

    private void ReadStyle(XmlReader xml)
    {
        var id = xml.WordAttribute("styleId") ?? "";
        if (xml.WordAttribute("default") is "1" or "true" or "on")
            _default = id;
        var (name, level, basedOn) = (id, (int?)null, (string?)null);
        using var inner = xml.ReadSubtree();
        while (inner.Read())
        {
            if (inner.NodeType != XmlNodeType.Element)
                continue;
            switch (inner.WordName())
            {
                case "name":
                    name = inner.WordAttribute("val") ?? name;
                    break;
                case "basedOn":
                    basedOn = inner.WordAttribute("val");
                    break;
                case "outlineLvl":
                    level = HeadingLevel(inner.WordAttribute("val"));
                    break;
            }
        }
        _styles[id] = (name, level ?? LevelOfName(name), basedOn);
    }

    /// <summary>The heading level of an outline level, which counts from 0; 9 is body text.</summary>
    public static int? HeadingLevel(string? outlineLevel) =>
        int.TryParse(outlineLevel, NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level < 9 ? level + 1 : null;

    private static int? LevelOfName(string name) =>
        name.StartsWith("heading ", StringComparison.OrdinalIgnoreCase) && int.TryParse(name.AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture, out var level)
            && level is >= 1 and <= 9 ? level
        : name.Equals("title", StringComparison.OrdinalIgnoreCase) ? 1 : null;
}
