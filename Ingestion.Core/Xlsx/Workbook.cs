using Ingestion.Core.Documents.Package;
using Ingestion.Core.Documents.Xml;

namespace Ingestion.Core.Xlsx;

/// <summary>What a workbook's main part says (ECMA-376 part 1, 18.2).</summary>
/// <param name="Sheets">Its worksheets, in their order. Sheets of charts, dialogs and macros have no rows, and are left out.</param>
/// <param name="Dates">From which day it counts.</param>
internal sealed record Workbook(IReadOnlyList<WorkbookSheet> Sheets, DateSystem Dates)
{
    private const int MostSheets = 100_000;

    /// <summary>Reads the part.</summary>
    /// <param name="xml">The part.</param>
    /// <param name="relationships">Where it points to.</param>
    /// <exception cref="UnreadableSourceException">It is damaged.</exception>
    public static Workbook Read(Utf8XmlReader xml, IReadOnlyList<Relationship> relationships)
    {
        var targets = relationships.GroupBy(relationship => relationship.Id).ToDictionary(same => same.Key, same => same.First());
        var sheets = new List<WorkbookSheet>();
        var paths = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var dates = DateSystem.From1900;
        var isInSheets = false;
        while (xml.Read() is var token && token != XmlToken.None)
        {
            if (token != XmlToken.Start)
                continue;
            if (xml.Depth == 1 && !xml.LocalName.SequenceEqual("workbook"u8))
                throw xml.Damaged("it is no workbook");
            if (xml.Depth == 2)
                isInSheets = xml.LocalName.SequenceEqual("sheets"u8);
            if (xml.Depth == 2 && xml.LocalName.SequenceEqual("workbookPr"u8))
                dates = DatesOf(xml);
            else if (xml.Depth == 3 && isInSheets && xml.LocalName.SequenceEqual("sheet"u8) && SheetOf(xml, targets) is { } sheet)
            {
                if (sheet.Path is { } path && !paths.Add(path))
                    throw xml.Damaged($"its sheet '{sheet.Name}' is the same as another one");
                sheets.Add(sheets.Count < MostSheets ? sheet : throw xml.Damaged($"it lists more than {MostSheets:N0} sheets"));
            }
        }
        return new Workbook(sheets, dates);
    }

    private static DateSystem DatesOf(Utf8XmlReader xml)
    {
        bool isFrom1904 = false, isCompatible = true;
        foreach (var attribute in xml.Attributes)
        {
            if (attribute.Name.SequenceEqual("date1904"u8))
                isFrom1904 = attribute.IsTrue;
            else if (attribute.Name.SequenceEqual("dateCompatibility"u8))
                isCompatible = attribute.IsTrue;
        }
        return !isCompatible ? DateSystem.FromIso : isFrom1904 ? DateSystem.From1904 : DateSystem.From1900;
    }

    private static WorkbookSheet? SheetOf(Utf8XmlReader xml, Dictionary<string, Relationship> targets)
    {
        // The relationship's id is the one attribute "id" in a namespace of its own, whatever its prefix.
        var target = xml.Attribute("id"u8) is { } id ? targets.GetValueOrDefault(id) : null;
        if (target is { Type: not "worksheet" })
            return null;
        var isHidden = xml.Attribute("state"u8) is "hidden" or "veryHidden";
        return new WorkbookSheet(xml.Attribute("name"u8) ?? "", target?.Path, isHidden);
    }
}

/// <summary>A worksheet of a workbook.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its part; null when the workbook does not say.</param>
/// <param name="IsHidden">Whether it is hidden.</param>
internal sealed record WorkbookSheet(string Name, string? Path, bool IsHidden);
