using CsCheck;
using Ingestion.Contracts;
using Ingestion.Core.Results;
using ParquetSharp;

namespace Ingestion.Core.Tests.Results;

public sealed class ParquetJoinTests
{
    private static readonly ResultColumn[] Columns = [new("id", ColumnType.Integer), new("name", ColumnType.Text), new("price", ColumnType.Decimal, null, 30, 2)];

    [Fact]
    public async Task WriteParquet_AnyParts_ReadsAsTheirConcatenation() =>
        await ResultData.Gen0To5Parts.SampleAsync(async data =>
        {
            using var folder = new ResultFolder();
            var manifest = await folder.PublishAsync(data);
            var export = await folder.OpenAsync();

            var joined = await ResultFolder.BytesAsync(export.WriteParquetAsync);

            Assert.Equal(joined.Length, await export.MeasureParquetAsync(ResultFolder.Token));
            Assert.Equal(data.Rows, ParquetFiles.Read(joined, data.Columns));
            var statistics = new List<string>();
            foreach (var part in manifest.Parts)
                statistics.AddRange(ParquetFiles.Statistics(await folder.ReadAsync(folder.Keys.Folder + part.Name)));
            Assert.Equal(statistics, ParquetFiles.Statistics(joined));
            PageIndexes.AssertLeadToPages(joined, data.Options.PageIndex);
        }, iter: 60, threads: 2);

    [Fact]
    public async Task WriteParquet_NoParts_IsAnEmptyFileWithTheSchema()
    {
        using var folder = new ResultFolder();
        ResultColumn[] columns = [.. Columns, new("at", ColumnType.Timestamp, IsUtc: true), new("local", ColumnType.Timestamp), new("day", ColumnType.Date)];
        await folder.PublishAsync(new ResultData(columns, [], new WriteOptions()));
        var export = await folder.OpenAsync();

        var bytes = await ResultFolder.BytesAsync(export.WriteParquetAsync);

        Assert.Equal(bytes.Length, await export.MeasureParquetAsync(ResultFolder.Token));
        using var file = new ParquetFileReader(new MemoryStream(bytes));
        Assert.Equal(0, file.FileMetaData.NumRows);
        using var withRows = new ParquetFileReader(new MemoryStream(ParquetFiles.Write(columns, [[1L, "a", Int128.One, 1L, 1L, 1]], new WriteOptions())));
        Assert.True(file.FileMetaData.Schema.GroupNode.Equals(withRows.FileMetaData.Schema.GroupNode));
    }

    /// <summary>A job that was begun when Arrow wrote the parts goes on, and its result is repaired, with parts of our own.</summary>
    [Fact]
    public async Task WriteParquet_PartsOfArrowAndOurs_ReadAsTheirConcatenation() =>
        await ResultData.Gen0To5Parts.Where(data => data.Parts.Count(part => part.Count > 0) > 1).SampleAsync(async data =>
        {
            using var folder = new ResultFolder();
            var manifest = await folder.PublishAsync(data);
            for (var index = 1; index < data.Parts.Count; index += 2)
                manifest = await ReplacePartAsync(folder, manifest, index, RowGroups.Write(data.Columns, data.Parts[index]), data.Parts[index].Count);
            var export = await folder.OpenAsync();

            var joined = await ResultFolder.BytesAsync(export.WriteParquetAsync);

            Assert.Equal(data.Rows, ParquetFiles.Read(joined, data.Columns));
        }, iter: 20, threads: 2);

    [Fact]
    public async Task WriteParquet_SchemasDiffer_NamesThePart()
    {
        using var folder = new ResultFolder();
        var manifest = await folder.PublishAsync(ResultData.Create(Columns, [3, 3], new WriteOptions(), 1));
        var other = ParquetFiles.Write([Columns[0], Columns[1] with { Name = "other" }, Columns[2]], [[1L, "a", Int128.One]], new WriteOptions());
        await ReplacePartAsync(folder, manifest, 1, other, rows: 1);
        var export = await folder.OpenAsync();

        var exception = await Assert.ThrowsAsync<InvalidDataException>(async () => await export.MeasureParquetAsync(ResultFolder.Token));

        Assert.Contains("parts/000001.parquet", exception.Message, StringComparison.Ordinal);
        Assert.Contains("schema", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_TruncatedPart_NamesThePart() =>
        await Gen.Int[0, 2000].SampleAsync(async length =>
        {
            using var folder = new ResultFolder();
            var manifest = await folder.PublishAsync(ResultData.Create(Columns, [20, 20], new WriteOptions(PageIndex: true), 1));
            var bytes = await folder.ReadAsync(folder.Keys.Part(1));
            await ReplacePartAsync(folder, manifest, 1, bytes[..Math.Min(length, bytes.Length - 1)], rows: 20);

            await AssertAllFormsFailAsync(folder);
        }, iter: 50, threads: 1);

    [Fact]
    public async Task Export_ChangedByte_NamesThePart() =>
        await Gen.Select(Gen.Int[0, 100_000], Gen.Byte[1, 255]).SampleAsync(async (position, change) =>
        {
            using var folder = new ResultFolder();
            await folder.PublishAsync(ResultData.Create(Columns, [20, 20], new WriteOptions(PageIndex: true), 1));
            var bytes = await folder.ReadAsync(folder.Keys.Part(1));
            bytes[position % bytes.Length] ^= change;
            await folder.WriteAsync(folder.Keys.Part(1), bytes);

            await AssertAllFormsFailAsync(folder);
        }, iter: 100, threads: 1);

    /// <summary>Without a checksum the metadata itself has to tell; it must never hang, crash or run out of memory.</summary>
    [Fact]
    public async Task WriteParquet_ChangedFooterByteWithoutChecksum_WritesOrNamesThePart() =>
        await Gen.Select(Gen.Int[1, 700], Gen.Byte[1, 255]).SampleAsync(async (fromEnd, change) =>
        {
            using var folder = new ResultFolder();
            var manifest = await folder.PublishAsync(ResultData.Create(Columns, [20, 20], new WriteOptions(PageIndex: true), 1));
            var bytes = await folder.ReadAsync(folder.Keys.Part(1));
            bytes[^Math.Min(fromEnd, bytes.Length)] ^= change;
            await ReplacePartAsync(folder, manifest, 1, bytes, rows: 20);
            var export = await folder.OpenAsync();

            var exception = await Record.ExceptionAsync(async () => await export.WriteParquetAsync(Stream.Null, ResultFolder.Token));

            if (exception is not null)
                Assert.Contains("parts/000001.parquet", Assert.IsType<InvalidDataException>(exception).Message, StringComparison.Ordinal);
        }, iter: 300, threads: 1);

    [Fact]
    public async Task Export_MissingPart_NamesThePart()
    {
        using var folder = new ResultFolder();
        await folder.PublishAsync(ResultData.Create(Columns, [20, 20], new WriteOptions(), 1));
        await folder.Store.DeleteAsync(folder.Keys.Part(1), ResultFolder.Token);

        await AssertAllFormsFailAsync(folder);
    }

    private static async Task AssertAllFormsFailAsync(ResultFolder folder)
    {
        var export = await folder.OpenAsync();
        foreach (var write in new Func<Stream, CancellationToken, ValueTask>[] { export.WriteParquetAsync, export.WriteCsvAsync, export.WriteJsonLinesAsync })
        {
            var exception = await Assert.ThrowsAsync<InvalidDataException>(async () => await write(Stream.Null, ResultFolder.Token));
            Assert.Contains("parts/000001.parquet", exception.Message, StringComparison.Ordinal);
        }
    }

    private static async Task<ResultManifest> ReplacePartAsync(ResultFolder folder, ResultManifest manifest, int index, byte[] bytes, long rows)
    {
        await folder.WriteAsync(folder.Keys.Part(index), bytes);
        ResultPart[] parts = [.. manifest.Parts];
        parts[index] = parts[index] with { Bytes = bytes.Length, Rows = rows, Checksum = "" };
        var replaced = manifest with { Parts = parts, Checksum = ResultManifest.ChecksumOf(parts) };
        await folder.PublishAsync(replaced);
        return replaced;
    }
}
