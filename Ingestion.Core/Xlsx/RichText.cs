using Ingestion.Core.Documents.Xml;

namespace Ingestion.Core.Xlsx;

/// <summary>Reads the text of a string item, <c>si</c> or <c>is</c>: its own <c>t</c>, or those of its runs <c>r</c>, without how they are spoken (<c>rPh</c>).</summary>
internal static class RichText
{
    /// <summary>Adds the text of the element that begins, and stands at its end then.</summary>
    public static void Append(Utf8XmlReader xml, TextBuffer to)
    {
        var depth = xml.Depth;
        while (xml.Read() is var token && (token != XmlToken.End || xml.Depth > depth))
        {
            if (token != XmlToken.Start || xml.LocalName.SequenceEqual("r"u8))
                continue;
            if (xml.LocalName.SequenceEqual("t"u8))
                AppendRun(xml, to, IsSpaceKept(xml));
            else
                xml.Skip();
        }
    }

    /// <summary>Adds the text directly inside the element that begins, and stands at its end then.</summary>
    public static void AppendRun(Utf8XmlReader xml, TextBuffer to, bool isSpaceKept)
    {
        var depth = xml.Depth;
        to.BeginRun(isSpaceKept);
        while (xml.Read() is var token && (token != XmlToken.End || xml.Depth > depth))
        {
            if (token == XmlToken.Text)
                to.Append(xml.Text, xml.IsLiteral);
            else if (token == XmlToken.Start)
                xml.Skip();
        }
        to.EndRun();
    }

    private static bool IsSpaceKept(Utf8XmlReader xml)
    {
        foreach (var attribute in xml.Attributes)
        {
            if (attribute.Name.SequenceEqual("xml:space"u8))
                return attribute.Value.SequenceEqual("preserve"u8);
        }
        return false;
    }
}
