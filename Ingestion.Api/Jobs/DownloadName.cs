using System.Buffers;
using Ingestion.Api.Uploads;

namespace Ingestion.Api.Jobs;

/// <summary>What a browser should call a job's result.</summary>
internal static class DownloadName
{
    private static readonly SearchValues<char> NotInFileNames = SearchValues.Create("\"<>|:*?");
    private static readonly string[] SourceExtensions = [".csv", ".tsv", ".tab", ".psv", ".txt", ".xlsx", ".xlsm", ".docx", ".pdf"];

    /// <summary><c>orders.csv</c> and <c>clean.parquet</c> make <c>orders.clean.parquet</c>.</summary>
    public static string Of(string jobName, string suffix)
    {
        var stem = DisplayFileName.From(jobName.Replace('/', '_').Replace('\\', '_'));
        if (SourceExtensions.Contains(Path.GetExtension(stem), StringComparer.OrdinalIgnoreCase))
            stem = Path.GetFileNameWithoutExtension(stem);
        stem = string.Create(stem.Length, stem, static (name, text) =>
        {
            for (var i = 0; i < name.Length; i++)
                name[i] = NotInFileNames.Contains(text[i]) ? '_' : text[i];
        });
        return $"{stem}.{suffix}";
    }
}
