using System.Globalization;
using System.Text;
using CsCheck;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;
using Ingestion.Core.Csv;
using Ingestion.Core.Results;
using Ingestion.Core.Runs;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Fixes;

/// <summary>FILL by PREVIOUS gives what one pass over the source from its first row to its last gives.</summary>
public sealed class FillPreviousTests
{
    private static readonly Gen<string> A = Gen.OneOf("", "", "", "-", "none", "a", "b", "\"c,\nd\"");
    private static readonly Gen<string> B = Gen.OneOf("", "", "", "-", "none", "x", "\"x\"\"y\"");

    private static readonly Gen<(string A, string B, bool IsReadable)[]> Rows = Gen.Select(A, B, Gen.OneOf(true, true, true, false)).Array[1, 60];

    /// <summary>Fills of three columns, the third of which is made of the first two: what it carries is known only where theirs is.</summary>
    private static readonly Recipe Chained = new()
    {
        Source = new() { HeaderRows = 1, SkipRows = 0, Delimiter = ",", Quote = "\"", Encoding = "utf-8", NullTokens = ["-"] },
        Mapping = [new("i"), new("a", null, ColumnType.Text), new("b", null, ColumnType.Text), new("ab")],
        Rules =
        [
            Recipes.Rule("none", RuleType.NullIf, "a", """{"values":["none"]}"""),
            Recipes.Rule("a", RuleType.Fill, "a", """{"mode":"PREVIOUS"}"""),
            Recipes.Rule("ab", RuleType.Concat, null, """{"columns":["a","b"],"separator":"+","into":"ab"}"""),
            Recipes.Rule("only with x", RuleType.Replace, "ab", """{"pattern":"^[^x]*$","with":""}"""),
            Recipes.Rule("fill ab", RuleType.Fill, "ab", """{"mode":"PREVIOUS"}"""),
            Recipes.Rule("b", RuleType.Fill, "b", """{"mode":"PREVIOUS"}"""),
        ],
    };

    [Fact]
    public void LocalRun_AnyChunksAndWorkers_FillsWhatTheModelFills() =>
        Gen.Select(Rows, Gen.OneOf(Gen.Int[1, 60], Gen.Int[60, 2000]), Gen.Int[1, 8]).Sample(
            (rows, chunkBytes, workers) =>
            {
                var run = EngineRun.Of(Source(rows), Chained, new EngineOptions { ChunkBytes = chunkBytes }, workers);

                Assert.Equal(Model(rows), run.Csv);
            },
            iter: 300,
            print: t => $"chunk {t.Item2}, workers {t.Item3}: {string.Join(" | ", t.Item1)}");

    [Fact]
    public void Evaluate_EachChunkWhereNothingIsKnownOfTheOthers_FillsWhatTheModelFills() =>
        Gen.Select(Rows, Gen.Int[1, 100], Gen.Bool).Sample(
            (rows, chunkBytes, fromEnd) => Assert.Equal(Model(rows), ApartAsync(Source(rows), new EngineOptions { ChunkBytes = chunkBytes }, fromEnd).GetAwaiter().GetResult()),
            iter: 500,
            print: t => $"chunk {t.Item2}: {string.Join(" | ", t.Item1)}");

    [Theory]
    [InlineData(1 << 10, 8)]
    [InlineData(300_000, 1)]
    [InlineData(300_000, 8)]
    [InlineData(1 << 20, 3)]
    [InlineData(64 << 20, 2)]
    public void LocalRun_ValuesFarApart_AreFoundAcrossManyRecordsAndChunks(int chunkBytes, int workers)
    {
        var source = new StringBuilder("group,text,never\n");
        for (var row = 0; row < 40_000; row++)
            source.Append(CultureInfo.InvariantCulture, $"{(row % 9000 == 100 ? $"g{row}" : "")},\"row {row}\nof \"\"two\"\" lines\",\n");
        var recipe = new Recipe
        {
            Mapping = [new("group", null, ColumnType.Text), new("never", null, ColumnType.Text)],
            Rules = [Recipes.Rule("g", RuleType.Fill, "group", """{"mode":"PREVIOUS"}"""), Recipes.Rule("n", RuleType.Fill, "never", """{"mode":"PREVIOUS"}""")],
        };

        var run = EngineRun.Of(source.ToString(), recipe, new EngineOptions { ChunkBytes = chunkBytes }, workers);

        Assert.Equal(Enumerable.Range(0, 40_000).Select(row => row < 100 ? "," : $"g{((row - 100) / 9000 * 9000) + 100},"), run.Rows);
        Assert.Equal([new FixCount("g", "group", 40_000 - 100 - 5)], run.Manifest.Fixes);
    }

    [Fact]
    public void LocalRun_RecordTooLongBetween_CarriesAcrossIt()
    {
        var options = new EngineOptions { ChunkBytes = 20, MaxRecordBytes = 100 };
        var source = $"a,b\nx,1\n,{new string('y', 500)}\n,2\n,3\n";

        var run = EngineRun.Of(source, Recipes.Of(Recipes.Rule("f", RuleType.Fill, "a", """{"mode":"PREVIOUS"}""")) with { Source = new() { HeaderRows = 1, Delimiter = "," } }, options, workers: 3);

        Assert.Equal(["x,1", "x,2", "x,3"], run.Rows);
        Assert.Equal(1, run.Counts.Unreadable);
    }

    [Fact]
    public void LocalRun_DedupeFromTheEnd_FillsTheSame()
    {
        var recipe = Chained with { Rules = [.. Chained.Rules, Recipes.Rule("last", RuleType.Dedupe, null, """{"columns":["a","b","ab"],"keep":"LAST"}""")] };
        var source = "i,a,b\n" + string.Concat(Enumerable.Range(0, 500).Select(row => $"{row},{(row % 40 == 7 ? $"a{row}" : "")},{(row % 90 == 3 ? "b" : "")}\n"));

        Assert.Equal(EngineRun.Of(source, recipe).Account, EngineRun.Of(source, recipe, new EngineOptions { ChunkBytes = 50 }, workers: 4).Account);
    }

    [Fact]
    public void LastStart_InAnyWellFormedSource_IsTheLastRecordStartOfTheReader() =>
        Gen.Select(CsvBytes.WellFormed, Gen.Double[0, 1]).Sample((bytes, part) =>
        {
            var limit = (long)(part * bytes.Length);
            var chunk = new Chunk(0, 0, bytes.Length, 1);
            var dialect = new CsvDialect((byte)',', (byte)'"');

            var start = RecordRanges.LastStart(new MemoryReader(bytes), chunk, dialect, limit);

            var (plan, found) = (new CsvBoundaryScan(dialect), new SortedSet<long> { 0 });
            for (var i = 0; i < bytes.Length; i++)
            {
                var ends = plan.ScanScalar(bytes.AsSpan(i, 1));
                if (plan.StartsRecord)
                    found.Add(i);
                if (ends != 0)
                    found.Add(i + 1);
            }
            // A CR just before the limit may be the first half of a line break.
            var expected = found.Where(at => at <= limit && (at < limit || at == 0 || bytes[at - 1] != '\r')).Max();
            Assert.Equal(expected, start);
        }, iter: 500);

    private static string Source((string A, string B, bool IsReadable)[] rows) =>
        "i,a,b\n" + string.Concat(rows.Select((row, i) => $"{i},{row.A},{row.B}{(row.IsReadable ? "" : ",one too many")}\n"));

    /// <summary>A job each chunk of which is done where nothing else of it was done: in another process, or after a crash.</summary>
    private static async Task<string> ApartAsync(string text, EngineOptions options, bool fromEnd)
    {
        var store = new MemoryArtifactStore { ["raw"] = Encoding.UTF8.GetBytes(text) };
        var keys = new JobKeys("job/");
        var (job, plan) = await JobPlanner.PrepareAsync(store, keys, "raw", Chained, options);
        using var source = (await store.OpenAsync(job.SourceKey))!;
        var records = new List<ChunkRecord>();
        foreach (var chunk in fromEnd ? job.Chunks.Chunks.Reverse() : job.Chunks.Chunks)
            records.Add(await new ChunkWriter(plan, store, keys).WriteAsync(new ChunkEvaluator(plan, job.Layout, job.Chunks, options, job.IsProfiled).Evaluate(source, chunk), null));
        await ResultPublisher.PublishAsync(store, keys, JobId.New(), job, plan, [.. records.OrderBy(record => record.Index)], "", DateTimeOffset.UnixEpoch);
        using var csv = new MemoryStream();
        await (await ResultExport.OpenAsync(store, keys))!.WriteCsvAsync(csv);
        return Encoding.UTF8.GetString(csv.ToArray());
    }

    private static string Model((string A, string B, bool IsReadable)[] rows)
    {
        var (model, a, b, ab) = (new StringBuilder("i,a,b,ab\n"), "", "", "");
        foreach (var (row, i) in rows.Select((row, i) => (row, i)).Where(row => row.row.IsReadable))
        {
            var (givenA, givenB) = (row.A is "-" or "none" ? "" : row.A.Trim('"'), row.B == "-" ? "" : row.B == "\"x\"\"y\"" ? "x\"y" : row.B);
            a = givenA.Length > 0 ? givenA : a;
            var joined = string.Join('+', new[] { a, givenB }.Where(value => value.Length > 0));
            ab = joined.Contains('x') ? joined : ab;
            b = givenB.Length > 0 ? givenB : b;
            model.Append(CultureInfo.InvariantCulture, $"{i},{Csv(a)},{Csv(b)},{Csv(ab)}\n");
        }
        return model.ToString();
    }

    private static string Csv(string value) => value.AsSpan().IndexOfAny(",\"") >= 0 ? $"\"{value.Replace("\"", "\"\"")}\"" : value;
}
