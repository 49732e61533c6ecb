using CsCheck;
using Ingestion.Contracts;

namespace Ingestion.Core.Tests.Runs;

public sealed class DedupeTests
{
    private static readonly Gen<string> Cell = Gen.OneOf("", "a", "b", "c", "ab", "bad");

    [Fact]
    public void LocalRun_OneOrTwoDedupeRules_KeepsWhatTheModelKeeps() =>
        Gen.Select(Gen.Select(Cell, Cell).Array[1, 60], Gen.OneOf("FIRST", "LAST"), Gen.OneOf<string[][]>([["k"]], [["k", "l"]], [["k"], ["l"]], [["l", "k"], ["k"]]), Gen.Bool, Gen.Int[1, 100], Gen.Int[1, 4]).Sample(
            (rows, keep, keys, isFirstWarning, chunkBytes, workers) =>
            {
                var recipe = Recipes.Of(
                    [
                        Recipes.Rule("not_bad", RuleType.Regex, "k", """{"pattern":"^(?:a|b|c|ab)$"}"""),
                        .. keys.Select((columns, i) => Recipes.Rule($"d{i}", RuleType.Dedupe, null,
                            $$"""{"columns":["{{string.Join("\",\"", columns)}}"],"keep":"{{keep}}"}""", isFirstWarning && i == 0 ? RuleSeverity.Warning : RuleSeverity.Error)),
                    ]) with
                { Source = new() { HeaderRows = 1, Delimiter = "," } };
                var source = "id,k,l\n" + string.Concat(rows.Select((row, i) => $"r{i},{row.Item1},{row.Item2}\n"));

                var run = EngineRun.Of(source, recipe, new EngineOptions { ChunkBytes = chunkBytes }, workers);

                Assert.Equal(Model(rows, keep == "LAST", keys, isFirstWarning), run.Rows.Select(line => line.Split(',')[0]));
            },
            iter: 400,
            print: t => $"{t.Item2} {string.Join('|', t.Item3.Select(key => string.Join(',', key)))} warning {t.Item4} chunk {t.Item5}: {string.Join(' ', t.Item1)}");

    [Theory]
    [InlineData("FIRST", "An earlier row with the same id is kept.", 3, "1,x")]
    [InlineData("LAST", "A later row with the same id is kept.", 2, "1,z")]
    public void LocalRun_Duplicate_SaysWhichRowIsKept(string keep, string message, long lineNumber, string kept)
    {
        var run = EngineRun.Of("id,v\n1,x\n1,z\n", Recipes.Of(Recipes.Rule("once", RuleType.Dedupe, null, $$"""{"columns":["id"],"keep":"{{keep}}"}""")));

        var duplicate = Assert.Single(run.RejectedRows());
        Assert.Equal((RowVerdict.Duplicate, lineNumber), (duplicate.Verdict, duplicate.LineNumber));
        Assert.Equal([new Violation("once", "id", message)], duplicate.Violations);
        Assert.Equal(new RowCounts(2, 1, 0, 1, 0), run.Counts);
        Assert.Equal([kept], run.Rows);
        Assert.Equal(1, Assert.Single(run.Manifest.Violations).Rows);
    }

    [Theory]
    [InlineData(RuleType.Unique, "FIRST", 1, "The rule 'once' is FATAL and broken in line 3 (byte 9), column 'id': An earlier row has the same id. Correct the source, or give the rule another severity.")]
    [InlineData(RuleType.Dedupe, "FIRST", 4, "The rule 'once' is FATAL and broken in line 3 (byte 9), column 'id': An earlier row has the same id. Correct the source, or give the rule another severity.")]
    [InlineData(RuleType.Dedupe, "LAST", 2, "The rule 'once' is FATAL and broken in line 4 (byte 13), column 'id': A later row has the same id. Correct the source, or give the rule another severity.")]
    public void LocalRun_RepeatedKeyOfAFatalRule_EndsTheJobAtTheFirstInTurn(RuleType type, string keep, int workers, string message)
    {
        var rule = Recipes.Rule("once", type, null, $$"""{"columns":["id"]{{(type == RuleType.Dedupe ? $",\"keep\":\"{keep}\"" : "")}}}""", RuleSeverity.Fatal);

        Assert.Equal(message, Assert.Throws<FatalViolationException>(() => EngineRun.Of("id,v\n1,x\n1,y\n1,z\n2,x\n1,w\n", Recipes.Of(rule), new EngineOptions { ChunkBytes = 12 }, workers)).Message);
        Assert.Equal(2, EngineRun.Of("id,v\n1,x\n2,y\n", Recipes.Of(rule)).Counts.Clean);
    }

    [Fact]
    public void Preview_RepeatedKeyOfUnique_IsShownAndKept()
    {
        var preview = EngineRun.Preview("id,v\n1,x\n2,x\n1,y\n"u8.ToArray(), Recipes.Of(Recipes.Rule("u", RuleType.Unique, "id"), Recipes.Rule("d", RuleType.Dedupe, "v", severity: RuleSeverity.Warning)));

        Assert.All(preview.Rows, row => Assert.Equal(RowVerdict.Kept, row.Verdict));
        Assert.Equal([[], [new Violation("d", "v", "An earlier row has the same v.")], [new Violation("u", "id", "An earlier row has the same id.")]], preview.Rows.Select(row => row.Violations));
    }

    [Fact]
    public void LocalRun_EqualValuesWrittenDifferently_AreDuplicates()
    {
        var recipe = Recipes.Of(Recipes.Rule("once", RuleType.Dedupe, "n")) with { Mapping = [new("n", null, ColumnType.Decimal, "18,2"), new("v")] };

        Assert.Equal(["1.50,x"], EngineRun.Of("n,v\n1.5,x\n1.50,y\n+01.5,z\n", recipe with { Source = new() { HeaderRows = 1 } }).Rows);
    }

    [Fact]
    public void LocalRun_ColumnsThatRunTogether_AreNoDuplicates() =>
        Assert.Equal(2, EngineRun.Of("k,l,v\nab,c,1\na,bc,2\n", Recipes.Of(Recipes.Rule("once", RuleType.Dedupe, null, """{"columns":["k","l"]}"""))).Counts.Clean);

    /// <summary>The ids of the rows that stay, with a set for each rule.</summary>
    private static List<string> Model((string K, string L)[] rows, bool fromEnd, string[][] keys, bool isFirstWarning)
    {
        var left = rows.Index().Where(row => row.Item.K is not "bad").ToList();
        if (fromEnd)
            left.Reverse();
        foreach (var (rule, columns) in keys.Index())
        {
            var seen = new HashSet<string>();
            var stays = left.Where(row =>
            {
                var values = columns.Select(column => column == "k" ? row.Item.K : row.Item.L).ToArray();
                return values.All(value => value.Length == 0) || seen.Add(string.Join('|', values)) || (isFirstWarning && rule == 0);
            }).ToList();
            left = stays;
        }
        return [.. left.OrderBy(row => row.Index).Select(row => $"r{row.Index}")];
    }
}
