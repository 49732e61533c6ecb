using System.Xml;

namespace Ingestion.Core.Docx;

/// <summary>WordprocessingML (ECMA-376 part 1, 17), whose namespace is another one in strict documents.</summary>
internal static class WordNames
{
    private const string Transitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private const string Strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";

    /// <summary>The name of the element in hand when it is WordprocessingML's own; else null. Drawings have a <c>p</c> and a <c>tbl</c> too.</summary>
    public static string? WordName(this XmlReader xml) => xml.NamespaceURI is Transitional or Strict ? xml.LocalName : null;

    /// <summary>An attribute's value, whatever the namespace it is in.</summary>
    public static string? WordAttribute(this XmlReader xml, string name) => xml.GetAttribute(name, Transitional) ?? xml.GetAttribute(name, Strict);

    /// <summary>Whether an element that says yes or no, such as <c>tblHeader</c>, says yes.</summary>
    public static bool IsOn(this XmlReader xml) => xml.WordAttribute("val") is not ("0" or "false" or "off");
}
