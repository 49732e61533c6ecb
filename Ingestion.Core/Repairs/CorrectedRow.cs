namespace Ingestion.Core.Repairs;

/// <summary>A row of an uploaded correction.</summary>
/// <param name="Place">Which reject it corrects, as the list of rejects names it; empty where the upload does not say.</param>
/// <param name="Fields">The source's fields, then surplus ones.</param>
/// <param name="Where">Where it stands in the upload, for a person.</param>
internal sealed record CorrectedRow(string Place, string[] Fields, string Where)
{
    /// <summary>The fields that a document calls an error, such as <c>#DIV/0!</c>.</summary>
    public IReadOnlyList<int> Errors { get; init; } = [];
}
