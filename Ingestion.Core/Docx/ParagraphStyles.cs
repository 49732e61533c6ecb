using System.Globalization;
using System.Xml;

namespace Ingestion.Core.Docx;

/// <summary>A style of paragraphs.</summary>
/// <param name="Name">What a person calls it: <c>heading 1</c>.</param>
/// <param name="HeadingLevel">1 to 9 when it makes headings; else null.</param>
/// <param name="Id">What the document calls it; null for one that is not there.</param>
/// <param name="List">The list that its paragraphs are in.</param>
internal sealed record ParagraphStyle(string Name, int? HeadingLevel, string? Id = null, ListPlace List = default);

/// <summary>A document's styles, by their ids.</summary>
internal sealed class ParagraphStyles
{
    // Far more than a person has; a circle of styles ends here too.
    private const int MostSteps = 100;
    private readonly Dictionary<string, (ParagraphStyle Own, string? BasedOn)> _styles = [];
    private readonly Dictionary<string, ParagraphStyle> _whole = [];
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
        if (_whole.TryGetValue(id, out var whole))
            return whole;
        // A style takes what it does not say itself from the one it is based on.
        var (own, parent) = style;
        for (var steps = 0; steps < MostSteps && parent is not null && _styles.TryGetValue(parent, out var above); steps++)
        {
            own = own with
            {
                HeadingLevel = own.HeadingLevel ?? above.Own.HeadingLevel,
                List = new ListPlace(own.List.Number ?? above.Own.List.Number, own.List.Level ?? above.Own.List.Level),
            };
            parent = above.BasedOn;
        }
        return _whole[id] = own;
    }

    private void ReadStyle(XmlReader xml)
    {
        var id = xml.WordAttribute("styleId") ?? "";
        if (xml.WordAttribute("default") is "1" or "true" or "on")
            _default = id;
        var (name, level, basedOn, list) = (id, (int?)null, (string?)null, default(ListPlace));
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
                case "ilvl":
                    list = list with { Level = ListDefinitions.Level(inner.WordAttribute("val")) };
                    break;
                case "numId":
                    list = list with { Number = ListDefinitions.Integer(inner.WordAttribute("val")) };
                    break;
            }
        }
        _styles[id] = (new ParagraphStyle(name, level ?? LevelOfName(name), id, list), basedOn);
    }

    /// <summary>The heading level of an outline level, which counts from 0; 9 is body text.</summary>
    public static int? HeadingLevel(string? outlineLevel) =>
        int.TryParse(outlineLevel, NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level < 9 ? level + 1 : null;

    private static int? LevelOfName(string name) =>
        name.StartsWith("heading ", StringComparison.OrdinalIgnoreCase) && int.TryParse(name.AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture, out var level)
            && level is >= 1 and <= 9 ? level
        : name.Equals("title", StringComparison.OrdinalIgnoreCase) ? 1 : null;
}
