using System.Text;
using Ingestion.Core.Plans;

namespace Ingestion.Core.Documents.Xml;

/// <summary>The encoding of an XML document, found in its first bytes (XML 1.0, appendix F).</summary>
internal static class XmlEncoding
{
    /// <summary>The encoding, null for UTF-8, and the length of its byte order mark.</summary>
    /// <exception cref="UnreadableSourceException">The declaration names one that is not known.</exception>
    public static (Encoding? Encoding, int MarkBytes) Find(ReadOnlySpan<byte> first, string part)
    {
        if (first.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            return (null, 3);
        if (first.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return (Encoding.Unicode, 2);
        if (first.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return (Encoding.BigEndianUnicode, 2);
        if (first.StartsWith("<\0"u8))
            return (Encoding.Unicode, 0);
        if (first.StartsWith("\0<"u8))
            return (Encoding.BigEndianUnicode, 0);
        if (!first.StartsWith("<?xml"u8))
            return (null, 0);
        var declaration = first[..Math.Max(0, first.IndexOf("?>"u8))];
        var at = declaration.IndexOf("encoding"u8);
        if (at < 0)
            return (null, 0);
        var attributes = new XmlAttributes(declaration[at..]);
        if (!attributes.MoveNext())
            return (null, 0);
        var name = Encoding.UTF8.GetString(attributes.Current.Value);
        var encoding = SourceOptionsCheck.Find(name)
            ?? throw new UnreadableSourceException($"The part {part} of the file is in the encoding '{name}', which is not known. Save the document anew.");
        // A declaration that can be read byte by byte cannot be true when it says UTF-16.
        return encoding.WebName is "utf-8" or "us-ascii" or "utf-16" or "utf-16BE" ? (null, 0) : (encoding, 0);
    }
}
