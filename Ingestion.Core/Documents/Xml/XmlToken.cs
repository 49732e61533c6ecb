namespace Ingestion.Core.Documents.Xml;

/// <summary>What <see cref="Utf8XmlReader.Read"/> stands on.</summary>
internal enum XmlToken
{
    /// <summary>The end of the document.</summary>
    None,

    /// <summary>An element begins. One without content is followed by its <see cref="End"/> all the same.</summary>
    Start,

    /// <summary>An element ends.</summary>
    End,

    /// <summary>A piece of text; a long text comes in several.</summary>
    Text,
}
