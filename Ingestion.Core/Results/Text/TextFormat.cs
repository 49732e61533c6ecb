namespace Ingestion.Core.Results.Text;

/// <summary>The text forms of a result.</summary>
internal enum TextFormat
{
    /// <summary>RFC 4180 with a header row.</summary>
    Csv,

    /// <summary>One JSON object a line.</summary>
    JsonLines,
}
