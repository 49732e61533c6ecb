using System.Globalization;
using Ingestion.Core.Documents.Xml;

namespace Ingestion.Core.Xlsx;

/// <summary>The number formats of a workbook's cell styles (ECMA-376 part 1, 18.8).</summary>
internal sealed class CellStyles
{
    // Excel itself ends at 65,490 styles.
    private const int MostStyles = 1 << 20;

    private readonly List<NumberFormat> _formats = [];

    /// <summary>No styles: every number is one.</summary>
    public static CellStyles None { get; } = new();

    /// <summary>How a style shows numbers. A style that there is not shows them as they are.</summary>
    public NumberFormat this[int style] => (uint)style < (uint)_formats.Count ? _formats[style] : NumberFormat.Number;

    /// <summary>Reads the styles part.</summary>
    /// <exception cref="UnreadableSourceException">It is damaged.</exception>
    public static CellStyles Read(Utf8XmlReader xml)
    {
        var styles = new CellStyles();
        var custom = new Dictionary<int, NumberFormat>();
        var isOfCells = false;
        while (xml.Read() is var token && token != XmlToken.None)
        {
            if (token != XmlToken.Start)
                continue;
            if (xml.Depth == 2)
                isOfCells = xml.LocalName.SequenceEqual("cellXfs"u8);
            else if (xml.Depth == 3 && xml.LocalName.SequenceEqual("numFmt"u8) && Id(xml) is { } id && xml.Attribute("formatCode"u8) is { } code && custom.Count < MostStyles)
                custom[id] = NumberFormats.Of(code);
            else if (xml.Depth == 3 && isOfCells && xml.LocalName.SequenceEqual("xf"u8) && styles._formats.Count < MostStyles)
                styles._formats.Add(Id(xml) is not { } used ? NumberFormat.Number : custom.TryGetValue(used, out var format) ? format : NumberFormats.OfBuiltIn(used));
        }
        return styles;
    }

    private static int? Id(Utf8XmlReader xml) =>
        int.TryParse(xml.Attribute("numFmtId"u8), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
