using System.ComponentModel.DataAnnotations;
using Ingestion.Contracts;

namespace Ingestion.Api.Uploads;

/// <summary>Section <c>Upload</c>.</summary>
public sealed class UploadOptions
{
    public const string Section = "Upload";

    /// <summary>The largest file taken. Default: 50 GB.</summary>
    [Range(1, long.MaxValue)]
    public long MaxBytes { get; set; } = 50_000_000_000;

    /// <summary>A file of at most this size is worked through before the upload is answered. Default: 5 MB (5 · 1024 · 1024).</summary>
    [Range(0, long.MaxValue)]
    public long SyncMaxBytes { get; set; } = 5 * 1024 * 1024;

    /// <summary>So is a file of at most this many rows, whatever its size. Default: 10,000.</summary>
    [Range(0, long.MaxValue)]
    public long SyncMaxRows { get; set; } = 10_000;

    /// <summary>The longest recipe taken, as JSON. Default: 4 MB.</summary>
    [Range(1024, int.MaxValue)]
    public int MaxRecipeBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Whether an upload is answered with the finished job.</summary>
    internal JobMode ModeOf(RawUpload file) =>
        file.SizeBytes <= SyncMaxBytes || file.Lines <= SyncMaxRows ? JobMode.Sync : JobMode.Async;
}
