using System.Globalization;
using Ingestion.Contracts;

namespace Ingestion.Core.Artifacts;

/// <summary>Where everything lies in an <see cref="IArtifactStore"/>. Made of ids only: no user's text is ever part of a path.</summary>
public static class ArtifactKeys
{
    /// <summary>Everything of a raw artifact.</summary>
    public static string RawFolder(ProjectId projectId, ArtifactId artifactId) => $"{projectId}/raw/{artifactId}/";

    /// <summary>The bytes as they came.</summary>
    public static string Raw(ProjectId projectId, ArtifactId artifactId) => RawFolder(projectId, artifactId) + "data";

    /// <summary>Everything a job writes.</summary>
    public static string JobFolder(ProjectId projectId, JobId jobId) => $"{projectId}/jobs/{jobId}/";
}

/// <summary>The objects of one job.</summary>
/// <param name="Folder">Ends with <c>/</c>; see <see cref="ArtifactKeys.JobFolder"/>.</param>
public readonly record struct JobKeys(string Folder)
{
    /// <summary>Names the job's objects.</summary>
    public static JobKeys Of(ProjectId projectId, JobId jobId) => new(ArtifactKeys.JobFolder(projectId, jobId));

    /// <summary>Written last: there is a result exactly when this exists.</summary>
    public string Manifest => Folder + "manifest.json";

    /// <summary>The compiled schema and the chunks, fixed once for all attempts.</summary>
    public string Plan => Folder + "plan.json";

    /// <summary>The source as delimited text in UTF-8, when it came in another encoding or as a document.</summary>
    public string Staged => Folder + "source.utf8";

    /// <summary>A chunk's clean rows.</summary>
    public string Part(int chunk) => Name("parts", chunk, "parquet");

    /// <summary>A chunk's rejected, duplicate and unreadable rows.</summary>
    public string Rejects(int chunk) => Name("rejects", chunk, "jsonl");

    /// <summary>All dedupe keys: an unfinished job rebuilds its dedupe stage from them, and repairs of its rejects must not add a row twice.</summary>
    public string KeysFolder => Folder + "keys/";

    /// <summary>A chunk's dedupe keys.</summary>
    public string Keys(int chunk) => Name("keys", chunk, "keys");

    /// <summary>What was seen of the source's columns; named by the manifest of a job that profiles.</summary>
    public string Profile => Folder + "profile.sketch";

    /// <summary>All chunks' profiles; only an unfinished job needs them.</summary>
    public string ProfilesFolder => Folder + "profiles/";

    /// <summary>What was seen of the source's columns in a chunk.</summary>
    public string ChunkProfile(int chunk) => Name("profiles", chunk, "profile");

    /// <summary>Of a repair, the rejects of the other job that it runs again.</summary>
    public string RepairedRows => Folder + "repaired.json";

    /// <summary>The clean rows of a repair's chunk, added to this job's.</summary>
    public string RepairPart(JobId repair, int chunk) => RepairName("parts", repair, chunk, "parquet");

    /// <summary>The dedupe keys of a repair's chunk, added to this job's.</summary>
    public string RepairKeys(JobId repair, int chunk) => RepairName("keys", repair, chunk, "keys");

    /// <summary>Which of this job's rejects a repair has added to the result.</summary>
    public string Repair(JobId repair) => $"{Folder}repairs/{repair}.json";

    /// <summary>Whether an object was added by a repair, and by which.</summary>
    public static bool IsOfRepair(string key, out JobId repair)
    {
        var name = key[(key.LastIndexOf('/') + 1)..];
        var isRepairs = Guid.TryParse(name.Length > 36 ? name[..36] : "", out var id);
        repair = JobId.From(id);
        return isRepairs;
    }

    private string RepairName(string kind, JobId repair, int chunk, string extension) =>
        string.Create(CultureInfo.InvariantCulture, $"{Folder}{kind}/{repair}-{chunk:D6}.{extension}");

    private string Name(string kind, int chunk, string extension) =>
        string.Create(CultureInfo.InvariantCulture, $"{Folder}{kind}/{chunk:D6}.{extension}");
}
