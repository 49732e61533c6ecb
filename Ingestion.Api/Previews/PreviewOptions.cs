using System.ComponentModel.DataAnnotations;

namespace Ingestion.Api.Previews;

/// <summary>How much a preview shows.</summary>
public sealed class PreviewOptions
{
    /// <summary>The setting that carries <see cref="RowLimit"/>.</summary>
    public const string RowLimitSetting = "PREVIEW_ROW_LIMIT";

    /// <summary>The most rows a request may ask for.</summary>
    public const int LargestRowLimit = 1000;

    /// <summary>Rows shown when the request does not say. Default: 50.</summary>
    [Range(1, LargestRowLimit)]
    public int RowLimit { get; set; } = 50;
}
