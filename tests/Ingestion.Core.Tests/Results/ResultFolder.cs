using System.IO.Hashing;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Results;

namespace Ingestion.Core.Tests.Results;

/// <summary>A job's folder in a store of its own, deleted at the end.</summary>
internal sealed class ResultFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ingestion-results-");

    public ResultFolder() => Store = new FolderArtifactStore(_folder.FullName, flushToDisk: false);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public FolderArtifactStore Store { get; }

    public JobKeys Keys { get; } = JobKeys.Of(ProjectId.New(), JobId.New());

    public async Task<ResultManifest> PublishAsync(ResultData data)
    {
        var parts = new List<ResultPart>();
        for (var index = 0; index < data.Parts.Count; index++)
        {
            var bytes = ParquetFiles.Write(data.Columns, data.Parts[index], data.Options);
            await WriteAsync(Keys.Part(index), bytes);
            parts.Add(new ResultPart(Keys.Part(index)[Keys.Folder.Length..], data.Parts[index].Count, bytes.Length, Convert.ToHexStringLower(XxHash128.Hash(bytes))));
        }
        var manifest = new ResultManifest
        {
            JobId = JobId.New(),
            CreatedAt = DateTimeOffset.UnixEpoch,
            RowCounts = new RowCounts(parts.Sum(part => part.Rows), parts.Sum(part => part.Rows), 0, 0, 0),
            Columns = data.Columns,
            RecipeHash = "00",
            SourceSha256 = "11",
            Parts = parts,
            Checksum = ResultManifest.ChecksumOf(parts),
        };
        await PublishAsync(manifest);
        return manifest;
    }

    public async Task WriteAsync(string key, byte[] bytes)
    {
        await using var writer = await Store.CreateAsync(key, Token);
        await writer.Stream.WriteAsync(bytes, Token);
        await writer.CommitAsync(Token);
    }

    public async Task<byte[]> ReadAsync(string key)
    {
        using var reader = (await Store.OpenAsync(key, Token))!;
        var bytes = new byte[reader.LengthBytes];
        reader.ReadFully(0, bytes);
        return bytes;
    }

    public async Task PublishAsync(ResultManifest manifest) => await ManifestStore.WriteAsync(Store, Keys, manifest, Token);

    public async Task<ResultExport> OpenAsync() => (await ResultExport.OpenAsync(Store, Keys, Token))!;

    /// <summary>Publishes a result that has these parts of rejects, and opens them.</summary>
    public async Task<RejectExport> OpenRejectsAsync(params int[] chunks)
    {
        var manifest = await PublishAsync(new ResultData([new("n", ColumnType.Integer)], [], new WriteOptions()));
        await PublishAsync(manifest with { Rejects = [.. chunks.Select(chunk => new RejectPart(Keys.Rejects(chunk)[Keys.Folder.Length..], 0, 0))] });
        return (await RejectExport.OpenAsync(Store, Keys, Token))!;
    }

    public static async Task<byte[]> BytesAsync(Func<Stream, CancellationToken, ValueTask> write)
    {
        using var stream = new MemoryStream();
        await write(stream, Token);
        return stream.ToArray();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
