using System.Buffers;
using System.Security.Cryptography;
using Ingestion.Contracts;
using Ingestion.Core;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Runs;
using Ingestion.Data;

namespace Ingestion.Api.Uploads;

/// <summary>The bytes of one upload on their way into the store. Disposing it before <see cref="KeepAsync"/> leaves nothing behind.</summary>
internal sealed class RawUpload : IAsyncDisposable
{
    private const int BufferBytes = 128 * 1024;
    private readonly IArtifactStore _store;
    private readonly ArtifactWriter _writer;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private LineCounter _lines;
    private bool _mayBeDocument;
    private bool _keep;

    private RawUpload(IArtifactStore store, ArtifactWriter writer, ProjectId projectId, ArtifactId artifactId, string fileName)
    {
        _store = store;
        _writer = writer;
        ProjectId = projectId;
        ArtifactId = artifactId;
        FileName = fileName;
    }

    public ProjectId ProjectId { get; }

    public ArtifactId ArtifactId { get; }

    public string FileName { get; }

    public long SizeBytes { get; private set; }

    /// <summary>At least as many as there are records.</summary>
    public long Lines => _lines.Lines;

    public static async Task<RawUpload> BeginAsync(IArtifactStore store, ProjectId projectId, string fileName, CancellationToken cancellationToken)
    {
        var artifactId = ArtifactId.New();
        var writer = await store.CreateAsync(ArtifactKeys.Raw(projectId, artifactId), cancellationToken);
        return new RawUpload(store, writer, projectId, artifactId, fileName);
    }

    /// <summary>Takes all bytes of <paramref name="body"/>; false when there are more than <paramref name="maxBytes"/>.</summary>
    public async Task<bool> CopyFromAsync(Stream body, long maxBytes, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            // Whole blocks: the body comes in pieces of a few KB, for each of which a write would be too dear.
            int filled;
            while ((filled = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)) > 0)
            {
                if (SizeBytes == 0)
                    _mayBeDocument = SourceSniffer.MayBeDocument(buffer.AsSpan(0, filled));
                SizeBytes += filled;
                if (SizeBytes > maxBytes)
                    return false;
                _hash.AppendData(buffer, 0, filled);
                _lines.Add(buffer.AsSpan(0, filled));
                await _writer.Stream.WriteAsync(buffer.AsMemory(0, filled), cancellationToken);
            }
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Makes an artifact of the bytes. They are kept even if the client goes away: stopping in between could leave a row without bytes.</summary>
    /// <param name="artifacts">Where it is entered.</param>
    /// <param name="createdBy">Who sent it.</param>
    /// <param name="createdAt">When.</param>
    /// <param name="claim">What the request makes, where it has a key; null where it has none.</param>
    /// <returns>The artifact, an earlier one where the request was sent before; null where the key was used for something else.</returns>
    public async Task<KeptUpload?> KeepAsync(
        ArtifactTable artifacts, UserId createdBy, DateTimeOffset createdAt, Func<Artifact, JobId, RequestClaim>? claim)
    {
        await _writer.CommitAsync(CancellationToken.None);
        var format = _mayBeDocument ? await FindFormatAsync() : FileFormat.Csv;
        var artifact = new Artifact
        {
            Id = ArtifactId,
            ProjectId = ProjectId,
            FileName = FileName,
            FileFormat = format,
            SizeBytes = SizeBytes,
            Sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset()),
            CreatedAt = createdAt,
            CreatedBy = createdBy,
        };
        var kept = new KeptUpload(artifact, JobId.New());
        if (claim is not null)
            return await KeepOnceAsync(artifacts, kept, claim(artifact, kept.JobId));
        await artifacts.InsertAsync(artifact, CancellationToken.None);
        _keep = true;
        return kept;
    }

    private async Task<KeptUpload?> KeepOnceAsync(ArtifactTable artifacts, KeptUpload kept, RequestClaim mine)
    {
        var stands = await artifacts.InsertAsync(kept.Artifact, mine, CancellationToken.None);
        _keep = stands == mine;
        if (_keep)
            return kept;
        return stands.Fingerprint == mine.Fingerprint && await artifacts.GetAsync(stands.ArtifactId) is { } earlier ? new KeptUpload(earlier, stands.JobId) : null;
    }

    /// <summary>What of a document's bytes is wrong, its job will say.</summary>
    private async Task<FileFormat> FindFormatAsync()
    {
        using var raw = await _store.OpenAsync(ArtifactKeys.Raw(ProjectId, ArtifactId))
            ?? throw new IOException("The uploaded file vanished while it was looked at.");
        try
        {
            return SourceSniffer.FormatOf(raw, new EngineOptions());
        }
        catch (UnreadableSourceException)
        {
            return FileFormat.Unknown;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        try
        {
            await _writer.DisposeAsync();
        }
        finally
        {
            if (!_keep)
                await _store.DeleteAsync(ArtifactKeys.RawFolder(ProjectId, ArtifactId));
        }
    }
}

/// <summary>An upload that is now an artifact.</summary>
/// <param name="Artifact">Which.</param>
/// <param name="JobId">The job that is to clean it, if one is.</param>
internal sealed record KeptUpload(Artifact Artifact, JobId JobId);
