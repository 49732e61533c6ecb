using Ingestion.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ingestion.Api.Uploads;

/// <summary>What an upload's query and form said.</summary>
internal sealed class UploadForm : IAsyncDisposable
{
    public ProjectId? ProjectId { get; set; }

    public Recipe? Recipe { get; set; }

    /// <summary>A saved recipe, instead of <see cref="Recipe"/>.</summary>
    public RecipeId? RecipeId { get; set; }

    /// <summary>Whether to start a job at once. Default: true.</summary>
    public bool Start { get; set; } = true;

    /// <summary>Whether the answer shows the first rows. Default: as <see cref="Start"/>.</summary>
    public bool? Preview { get; set; }

    /// <summary>The file, written but not yet visible.</summary>
    public RawUpload? File { get; set; }

    /// <summary>The answer to give instead, once something is wrong.</summary>
    public ProblemHttpResult? Refused { get; set; }

    public ValueTask DisposeAsync() => File?.DisposeAsync() ?? default;
}
