using Ingestion.Contracts;

namespace Ingestion.Data;

/// <summary>What a request with a key of its client's makes, so that the same request sent again makes nothing more.</summary>
/// <param name="ProjectId">Whose keys are looked at: clients of other projects may choose the same.</param>
/// <param name="KeyHash">The key's hash, 64 hex digits.</param>
/// <param name="Fingerprint">A hash of what is asked for, 64 hex digits: a key means one thing.</param>
/// <param name="ArtifactId">The file that came with it or that it is about; when it is deleted the key is forgotten.</param>
/// <param name="JobId">The job that it starts, whether or not that was begun yet.</param>
public sealed record RequestClaim(ProjectId ProjectId, string KeyHash, string Fingerprint, ArtifactId ArtifactId, JobId JobId);
