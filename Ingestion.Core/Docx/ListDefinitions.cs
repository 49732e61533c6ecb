using System.Globalization;
using System.Xml;

namespace Ingestion.Core.Docx;

/// <summary>
/// A document's lists (ECMA-376 part 1, 17.9): what each level of a list looks like, and which numbers there are of it. Several numbers may
/// be of one list, and go on with each other's counting unless they say where they begin.
/// </summary>
internal sealed class ListDefinitions
{
    private const int MostLists = 10_000;
    private const int MostNumbers = 100_000;
    private const int LongestText = 255;
    private const int Largest = 1_000_000_000;
    private readonly Dictionary<int, List> _lists = [];
    private readonly Dictionary<int, Number> _numbers = [];
    private readonly Dictionary<string, int> _listOfStyle = [];

    /// <summary>A list of which numbers are made.</summary>
    private sealed class List
    {
        public ListLevel?[] Levels { get; } = new ListLevel?[ListLevel.Most];

        /// <summary>The numbering style that says how it looks, where it does not itself.</summary>
        public string? LooksLike { get; set; }
    }

    /// <summary>A number that paragraphs have.</summary>
    private sealed class Number
    {
        public int List { get; set; } = -1;

        public ListLevel?[]? Levels { get; set; }

        public int?[]? Starts { get; set; }
    }

    /// <summary>Reads <c>numbering.xml</c>.</summary>
    /// <exception cref="UnreadableSourceException">It has too many lists.</exception>
    public void Read(XmlReader xml)
    {
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.WordName() is not { } name)
                continue;
            if (name == "abstractNum" && Integer(xml.WordAttribute("abstractNumId")) is { } list)
                ReadList(xml, list);
            else if (name == "num" && Integer(xml.WordAttribute("numId")) is { } number)
                ReadNumber(xml, number);
        }
    }

    /// <summary>What a number's levels look like, which list counts for it, and where its levels begin anew; null when there is none.</summary>
    public (int List, IReadOnlyList<ListLevel> Levels, IReadOnlyList<int?> Starts)? Find(int number)
    {
        if (!_numbers.TryGetValue(number, out var found) || !_lists.TryGetValue(found.List, out var list))
            return null;
        var (counts, looks) = (found.List, list);
        if (list.LooksLike is { } style && _listOfStyle.TryGetValue(style, out var other))
            (counts, looks) = (other, _lists[other]);
        var levels = new ListLevel[ListLevel.Most];
        for (var i = 0; i < levels.Length; i++)
            levels[i] = found.Levels?[i] ?? looks.Levels[i] ?? ListLevel.Unknown;
        return (counts, levels, found.Starts ?? new int?[ListLevel.Most]);
    }

    /// <summary>A 0-based level; null for none that there is.</summary>
    public static int? Level(string? text) => Integer(text) is >= 0 and < ListLevel.Most and var level ? level : null;

    /// <summary>A number that is not negative, nor so large that counting on would end; null for none.</summary>
    public static int? Integer(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Largest ? number : null;

    private void ReadList(XmlReader xml, int id)
    {
        if (_lists.Count == MostLists)
            throw new UnreadableSourceException($"The document has more than {MostLists:N0} lists. Copy its text into a new document and upload that.");
        var list = new List();
        _lists[id] = list;
        using var inner = xml.ReadSubtree();
        while (inner.Read())
        {
            if (inner.NodeType != XmlNodeType.Element)
                continue;
            switch (inner.WordName())
            {
                case "lvl" when Level(inner.WordAttribute("ilvl")) is { } level:
                    list.Levels[level] = ReadLevel(inner);
                    break;
                case "numStyleLink":
                    list.LooksLike = Cut(inner.WordAttribute("val"));
                    break;
                case "styleLink" when Cut(inner.WordAttribute("val")) is { } style:
                    _listOfStyle[style] = id;
                    break;
            }
        }
    }

    private void ReadNumber(XmlReader xml, int id)
    {
        if (_numbers.Count == MostNumbers)
            throw new UnreadableSourceException($"The document's lists begin anew more than {MostNumbers:N0} times. Copy its text into a new document and upload that.");
        var number = new Number();
        _numbers[id] = number;
        int? level = null;
        using var inner = xml.ReadSubtree();
        while (inner.Read())
        {
            if (inner.NodeType != XmlNodeType.Element)
                continue;
            switch (inner.WordName())
            {
                case "abstractNumId":
                    number.List = Integer(inner.WordAttribute("val")) ?? -1;
                    break;
                case "lvlOverride":
                    level = Level(inner.WordAttribute("ilvl"));
                    break;
                case "startOverride" when level is { } begun:
                    (number.Starts ??= new int?[ListLevel.Most])[begun] = Integer(inner.WordAttribute("val")) ?? 0;
                    break;
                case "lvl" when level is { } own:
                    (number.Levels ??= new ListLevel?[ListLevel.Most])[own] = ReadLevel(inner);
                    break;
            }
        }
    }

    private static ListLevel ReadLevel(XmlReader xml)
    {
        var read = ListLevel.Unknown;
        using var inner = xml.ReadSubtree();
        while (inner.Read())
        {
            if (inner.NodeType != XmlNodeType.Element)
                continue;
            var value = Cut(inner.WordAttribute("val"));
            read = inner.WordName() switch
            {
                "start" => read with { Start = Integer(value) ?? 0 },
                "numFmt" => read with { Format = value ?? read.Format },
                "lvlText" => read with { Text = value ?? "" },
                "lvlRestart" => read with { RestartAfter = Integer(value) },
                "isLgl" => read with { IsDecimal = inner.IsOn() },
                "pStyle" => read with { Style = value },
                _ => read,
            };
        }
        return read;
    }

    private static string? Cut(string? text) => text is { Length: > LongestText } ? text[..LongestText] : text;
}
