using System.Text;
using System.Text.Json;
using CsCheck;
using Ingestion.Contracts;
using Ingestion.Core.Results;

namespace Ingestion.Core.Tests.Results;

public sealed class RejectExportTests
{
    private static readonly Gen<RejectedRow> GenRow = Gen.Select(
        Gen.Enum<RowVerdict>(),
        Gen.Long[1, long.MaxValue],
        Gen.Long[0, long.MaxValue],
        Gen.OneOf("", "1,2,3", "a \"b\"\nc", "Zoë;東京", new string('y', 200_000)),
        Gen.Select(Gen.OneOf("r1", "TYPE"), Gen.OneOf<string?>("age", null, "a,b"), Gen.OneOf("is missing", "\"x\" is not; a number"))
            .Select((rule, column, message) => new Violation(rule, column, message)).List[0, 3])
        .Select((verdict, line, offset, raw, violations) => new RejectedRow(verdict, line, offset, raw, violations));

    [Fact]
    public async Task Read_AnyParts_IsTheirConcatenation() =>
        await GenRow.List[0, 20].List[0, 4].SampleAsync(async parts =>
        {
            using var folder = new ResultFolder();
            var text = await WritePartsAsync(folder, parts);
            var export = await folder.OpenRejectsAsync([.. Enumerable.Range(0, parts.Count)]);

            Assert.Equal(text, Encoding.UTF8.GetString(await ResultFolder.BytesAsync(export.WriteJsonLinesAsync)));
            var rows = new List<RejectedRow>();
            await foreach (var row in export.ReadAsync(ResultFolder.Token))
                rows.Add(row);
            Assert.Equivalent(parts.SelectMany(part => part), rows, strict: true);
        }, iter: 50, threads: 1);

    [Fact]
    public async Task WriteCsv_EveryKindOfRow_HasTheDocumentedText()
    {
        using var folder = new ResultFolder();
        await folder.WriteAsync(folder.Keys.Rejects(0), """
            {"verdict":"REJECTED","lineNumber":12,"byteOffset":345,"raw":"7,\"x\"","violations":[{"ruleId":"r3","column":"age","message":"above 120"},{"ruleId":"r4","column":null,"message":"two\nlines"}]}
            {"verdict":"DUPLICATE","lineNumber":13,"byteOffset":400,"raw":"","violations":[{"ruleId":"r5","message":"seen before"}]}

            """u8.ToArray());
        await folder.WriteAsync(folder.Keys.Rejects(2), """{"verdict":"UNREADABLE","lineNumber":14,"byteOffset":500,"violations":[],"rawBase64":"/2E=","rawBytes":2}"""u8.ToArray());
        var export = await folder.OpenRejectsAsync(0, 2);

        var csv = Encoding.UTF8.GetString(await ResultFolder.BytesAsync(export.WriteCsvAsync));

        Assert.Equal(
            "verdict,lineNumber,byteOffset,ruleIds,columns,messages,raw,position\n"
            + "REJECTED,12,345,r3;r4,age;,\"above 120;two\nlines\",\"7,\"\"x\"\"\",\n"
            + "DUPLICATE,13,400,r5,,seen before,\"\",\n"
            + "UNREADABLE,14,500,,,,\uFFFDa,\n",
            csv);
    }

    [Fact]
    public async Task WriteJsonLines_PartWithoutFinalLineFeed_KeepsLinesApart()
    {
        using var folder = new ResultFolder();
        await folder.WriteAsync(folder.Keys.Rejects(0), "{\"a\":1}"u8.ToArray());
        await folder.WriteAsync(folder.Keys.Rejects(1), "{\"a\":2}\n"u8.ToArray());
        var export = await folder.OpenRejectsAsync(0, 1);

        var text = await ResultFolder.BytesAsync(export.WriteJsonLinesAsync);

        Assert.Equal("{\"a\":1}\n{\"a\":2}\n", Encoding.UTF8.GetString(text));
    }

    [Fact]
    public async Task Read_DamagedLine_NamesPartAndLine()
    {
        using var folder = new ResultFolder();
        await folder.WriteAsync(folder.Keys.Rejects(0), "{\"verdict\":\"REJECTED\",\"lineNumber\":1,\"byteOffset\":0,\"raw\":\"\"}\n{\"verd"u8.ToArray());
        var export = await folder.OpenRejectsAsync(0);

        var exception = await Assert.ThrowsAsync<InvalidDataException>(async () => await export.WriteCsvAsync(Stream.Null, ResultFolder.Token));

        Assert.Contains("rejects/000000.jsonl' is damaged in line 2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_MissingPart_NamesIt()
    {
        using var folder = new ResultFolder();
        var export = await folder.OpenRejectsAsync(3);

        var exception = await Assert.ThrowsAsync<InvalidDataException>(async () => await export.WriteJsonLinesAsync(Stream.Null, ResultFolder.Token));

        Assert.Contains("rejects/000003.jsonl", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ResultWithRejects_FindsThemInOrder()
    {
        using var folder = new ResultFolder();
        var manifest = await folder.PublishAsync(new ResultData([new("n", ColumnType.Integer)], [], new WriteOptions()));
        Assert.Null(await RejectExport.OpenAsync(folder.Store, folder.Keys with { Folder = "other/" }, ResultFolder.Token));
        await folder.WriteAsync(folder.Keys.Rejects(4), "{}\n"u8.ToArray());
        await folder.PublishAsync(manifest with { Rejects = [new("rejects/000004.jsonl", 1, 3)] });

        var export = await RejectExport.OpenAsync(folder.Store, folder.Keys, ResultFolder.Token);

        Assert.Equal("{}\n", Encoding.UTF8.GetString(await ResultFolder.BytesAsync(export!.WriteJsonLinesAsync)));
    }

    private static async Task<string> WritePartsAsync(ResultFolder folder, List<List<RejectedRow>> parts)
    {
        var all = new StringBuilder();
        for (var index = 0; index < parts.Count; index++)
        {
            var text = string.Concat(parts[index].Select(row => JsonSerializer.Serialize(row, ContractsJson.Options) + "\n"));
            await folder.WriteAsync(folder.Keys.Rejects(index), Encoding.UTF8.GetBytes(text));
            all.Append(text);
        }
        return all.ToString();
    }
}
