using CsCheck;
using Ingestion.Contracts;
using Ingestion.Core.Tests.Runs;
using static Ingestion.Core.Tests.Repairs.RepairRun;

namespace Ingestion.Core.Tests.Repairs;

public sealed class RepairLawTests
{
    private static readonly EngineOptions Small = new() { ChunkBytes = 100 };

    private static readonly Recipe Strict = Recipes.Plain with
    {
        Mapping = [new("column_1", Type: ColumnType.Text), new("column_2", Type: ColumnType.Text)],
        Rules = [Recipes.Rule("given", RuleType.NotNull, "column_2"), Recipes.Rule("once", RuleType.Dedupe, null, """{"columns":["column_1"]}""")],
    };

    /// <summary>Whatever is in a cell: a workbook that nobody changed brings back the very same fields, so that nothing is run again.</summary>
    [Fact]
    public async Task UnchangedWorkbook_RepairsNothing() =>
        await Gen.OneOf(CsvBytes.Damaged, CsvBytes.Garbage, CsvBytes.WellFormed).SampleAsync(async source =>
        {
            if (await TryAsync(source, Recipes.Plain with { Rules = [Recipes.Rule("r", RuleType.Regex, "column_1", """{"pattern":"^$"}""")] }) is not { } run
                || (await run.RejectsAsync()).Count == 0)
                return;

            var message = await run.RefusalAsync(Changed(await run.WorkbookAsync(), _ => { }));

            Assert.StartsWith("There is nothing to repair.", message, StringComparison.Ordinal);
        }, iter: 60, threads: 1, print: Print.Of);

    /// <summary>Rows are in the result or in the rejects, before and after, and no key is in the result twice.</summary>
    [Fact]
    public async Task AnyCorrection_KeepsTheAccountAndTheKeysUnique() =>
        await Gen.Select(CsvBytes.Table(2, 2), Gen.OneOf("a", "b", "1", "new", "").Array[80], Gen.Int[1, 3]).SampleAsync(async (table, values, times) =>
        {
            if (await TryAsync(System.Text.Encoding.UTF8.GetBytes(CsvBytes.Write(table)), Strict) is not { } run)
                return;
            for (var time = 0; time < times; time++)
            {
                var before = (await run.RejectsAsync()).Count;
                if (before == 0)
                    break;
                var upload = Changed(await run.WorkbookAsync(), sheet =>
                {
                    for (var row = 0; row < before; row++)
                    {
                        sheet.Cell(row + 2, 2).SetValue(values[(row + time) % values.Length]);
                        sheet.Cell(row + 2, 3).SetValue(values[(row * 3) % values.Length]);
                    }
                });
                try
                {
                    await run.RepairAsync(upload);
                }
                catch (UnreadableSourceException nothing) when (nothing.Message.StartsWith("There is nothing to repair.", StringComparison.Ordinal))
                {
                }
            }
            var manifest = await run.ManifestAsync();
            var rows = await run.RowsAsync();
            var keys = rows.Select(row => row.Split(',')[0]).Where(key => key.Length > 0 && !key.Contains('"')).ToList();

            Assert.True(manifest.RowCounts.Balances);
            Assert.Equal(manifest.RowCounts.Read - manifest.RowCounts.Clean, (await run.RejectsAsync()).Count);
            Assert.Equal(keys.Count, keys.Distinct().Count());
        }, iter: 40, threads: 1);

    private static async Task<RepairRun?> TryAsync(byte[] source, Recipe recipe)
    {
        try
        {
            return await OfAsync(source, recipe, Small);
        }
        catch (UnreadableSourceException)
        {
            return null;
        }
    }
}
