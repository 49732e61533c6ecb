using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Silo.Tests;

public sealed class InspectionTests(FailureTests.Silo fixture) : IClassFixture<FailureTests.Silo>
{
    private readonly TestSilo _silo = fixture.Value;

    private IInspectionGrain Inspection => _silo.Grains.GetGrain<IInspectionGrain>(0);

    [Theory]
    [InlineData(DedupeKeep.First)]
    [InlineData(DedupeKeep.Last)]
    [InlineData(null)]
    public async Task Preview_OfAWholeFile_IsWhatTheJobDoes(DedupeKeep? keep)
    {
        var spec = await _silo.UploadAsync(Orders.Csv(900), Orders.Recipe(keep), JobMode.Sync);
        var preview = await Inspection.PreviewAsync(new PreviewRequest(spec.ProjectId, spec.ArtifactId, spec.Recipe, 1000), TestContext.Current.CancellationToken);
        var job = (await _silo.Job(spec).RunAsync(spec, TestContext.Current.CancellationToken)).Job!;

        var shown = preview.Value!;
        Assert.Equal(new RowCounts(job.RowsRead, job.RowsClean, job.RowsRejected, job.RowsDuplicate, job.RowsUnreadable), shown.Counts);
        var rejects = (await _silo.ResultAsync(spec)).Rejects.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        var left = shown.Rows.Where(row => row.Verdict != RowVerdict.Kept).ToList();
        Assert.Equal(rejects.Count, left.Count);
        foreach (var (reject, row) in rejects.Zip(left))
        {
            Assert.Equal(reject.GetProperty("verdict").GetString(), row.Verdict.ToString().ToUpperInvariant());
            Assert.Equal(reject.GetProperty("lineNumber").GetInt64(), row.LineNumber);
            Assert.All(
                reject.GetProperty("violations").EnumerateArray().Select(violation => violation.GetProperty("message").GetString()),
                message => Assert.Contains(row.Violations, violation => violation.Message == message));
        }
    }

    [Fact]
    public async Task Preview_OfAFewRows_ShowsValuesAndViolations()
    {
        var recipe = Orders.Recipe();
        var spec = await _silo.UploadAsync("order_id,name,age,price,note\n007,Zoë 9,n/a,1.10,\n007,Ada,31,2.25,x\n007,Ada,32,2.25,y\n1,2\n", recipe);

        var preview = (await Inspection.PreviewAsync(new PreviewRequest(spec.ProjectId, spec.ArtifactId, recipe, 50), TestContext.Current.CancellationToken)).Value!;

        Assert.Equal(["orderId", "name", "age", "price", "note"], preview.Columns.Select(column => column.Name));
        Assert.Equal([RowVerdict.Rejected, RowVerdict.Kept, RowVerdict.Duplicate, RowVerdict.Unreadable], preview.Rows.Select(row => row.Verdict));
        Assert.Equal("""["007","Zoë 9","n/a",1.10,null]""", "[" + string.Join(",", preview.Rows[0].Values.Select(value => value.GetRawText())) + "]");
        Assert.Equal(["r2", "TYPE"], preview.Rows[0].Violations.Select(violation => violation.RuleId));
        Assert.Equal("An earlier row with the same order_id is kept.", preview.Rows[2].Violations[^1].Message);
        Assert.Empty(preview.Rows[3].Values);
        Assert.Equal("The row has 2 fields; the header has 5.", preview.Rows[3].Violations[0].Message);
    }

    [Fact]
    public async Task Preview_WithALimit_ShowsThatMany()
    {
        var spec = await _silo.UploadAsync(Orders.Csv(100));

        var preview = (await Inspection.PreviewAsync(new PreviewRequest(spec.ProjectId, spec.ArtifactId, new Recipe(), 7), TestContext.Current.CancellationToken)).Value!;

        Assert.Equal(7, preview.Rows.Count);
        Assert.Equal(7, preview.Counts.Read);
    }

    [Fact]
    public async Task Inspection_OfWhatCannotBeRead_SaysWhy()
    {
        var empty = await _silo.UploadAsync("");
        Assert.StartsWith("The file is empty", (await Inspection.SniffAsync(empty.ProjectId, empty.ArtifactId, new(), TestContext.Current.CancellationToken)).Unreadable, StringComparison.Ordinal);
        Assert.StartsWith("The uploaded file is no longer there", (await Inspection.SniffAsync(empty.ProjectId, ArtifactId.New(), new(), TestContext.Current.CancellationToken)).Unreadable, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_OfAWrongRecipe_NamesEachProblem()
    {
        var spec = await _silo.UploadAsync("a,b\n1,2\n");
        var recipe = new Recipe { Rules = [new("r1", RuleType.NotNull, "c"), new("r2", RuleType.Regex, "a", Orders.Json("""{"pattern": "("}"""))] };

        var validation = await Inspection.ValidateAsync(spec.ProjectId, spec.ArtifactId, recipe, TestContext.Current.CancellationToken);
        var preview = await Inspection.PreviewAsync(new PreviewRequest(spec.ProjectId, spec.ArtifactId, recipe, 5), TestContext.Current.CancellationToken);

        Assert.Equal(["rules[0].column", "rules[1].params.pattern"], validation.Problems.Select(problem => problem.Path));
        Assert.Equal(validation.Problems, preview.Problems);
        Assert.Null(preview.Value);
        Assert.Empty((await Inspection.ValidateAsync(spec.ProjectId, spec.ArtifactId, new Recipe(), TestContext.Current.CancellationToken)).Problems);
    }
}
