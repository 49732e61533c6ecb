using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Results;

namespace Ingestion.Core.Tests.Results;

public sealed class ManifestStoreTests
{
    private static readonly ResultColumn[] Columns = [new("id", ColumnType.Integer), new("price", ColumnType.Decimal, "18,2", 18, 2)];

    [Fact]
    public async Task Read_Written_IsTheSame()
    {
        using var folder = new ResultFolder();
        var written = await folder.PublishAsync(ResultData.Create(Columns, [2, 3], new WriteOptions(), 1));
        written = written with { Violations = [new("r1", "id", 4)], Rejects = [new("rejects/000000.jsonl", 4, 400)] };
        await folder.PublishAsync(written);

        var read = await ManifestStore.ReadAsync(folder.Store, folder.Keys, ResultFolder.Token);

        Assert.Equivalent(written, read, strict: true);
    }

    [Theory]
    [InlineData("", "damaged")]
    [InlineData("null", "damaged")]
    [InlineData("{\"version\":1}", "damaged")]
    public async Task Read_NoManifestInIt_SaysSo(string text, string expected)
    {
        using var folder = new ResultFolder();
        await folder.WriteAsync(folder.Keys.Manifest, Encoding.UTF8.GetBytes(text));

        var exception = await Assert.ThrowsAsync<InvalidDataException>(async () => await ManifestStore.ReadAsync(folder.Store, folder.Keys, ResultFolder.Token));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OtherVersion_SaysSo()
    {
        using var folder = new ResultFolder();
        var manifest = await folder.PublishAsync(ResultData.Create(Columns, [2], new WriteOptions(), 1));
        await folder.PublishAsync(manifest with { Version = 9 });

        var exception = await Assert.ThrowsAsync<InvalidDataException>(async () => await ManifestStore.ReadAsync(folder.Store, folder.Keys, ResultFolder.Token));

        Assert.Contains("version 9", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_PartsChanged_SaysSo()
    {
        using var folder = new ResultFolder();
        var manifest = await folder.PublishAsync(ResultData.Create(Columns, [2, 2], new WriteOptions(), 1));
        await folder.PublishAsync(manifest with { Parts = [.. manifest.Parts.Reverse()] });

        await Assert.ThrowsAsync<InvalidDataException>(async () => await ManifestStore.ReadAsync(folder.Store, folder.Keys, ResultFolder.Token));
    }
}
