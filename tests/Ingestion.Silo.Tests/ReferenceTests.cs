using Ingestion.Contracts;
using Ingestion.Core.Artifacts;

namespace Ingestion.Silo.Tests;

public sealed class ReferenceTests : IAsyncLifetime
{
    private readonly DataFolder _folder = new();
    private TestSilo _silo = null!;

    private IInspectionGrain Inspection => _silo.Grains.GetGrain<IInspectionGrain>(0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _silo = await TestSilo.StartAsync(_folder, chunkBytes: 4000);

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(JobMode.Sync, 30)]
    [InlineData(JobMode.Async, 2000)]
    public async Task Job_WithAReference_EndsAsWithoutGrainsAndAsPreviewed(JobMode mode, int rows)
    {
        var reference = await _silo.UploadAsync("code;who\n" + string.Concat(Enumerable.Range(0, 9).Select(i => $"ZOË {i};x\n")));
        var recipe = Orders.Recipe() with { Rules = [.. Orders.Recipe().Rules, Rule(reference.ArtifactId)] };
        var spec = await _silo.UploadAsync(Orders.Csv(rows), recipe, mode);

        var preview = await Inspection.PreviewAsync(new PreviewRequest(spec.ProjectId, spec.ArtifactId, recipe, 20), Cancellation);
        await _silo.Job(spec).StartAsync(spec);
        var job = await _silo.EndAsync(spec);

        var expected = await _silo.RunLocallyAsync(spec);
        Assert.Equal((JobStatus.Completed, null), (job.Status, job.Error));
        Assert.Equal((expected.Clean, expected.Rejects), await _silo.ResultAsync(spec));
        Assert.Contains(job.Violations, count => count.RuleId == "known" && count.Rows == Enumerable.Range(0, rows).Count(row => row % 13 >= 9 && row % 101 != 50));
        Assert.Equal("'Zoë 9' is not among the 9 values of the reference's column 'code'.", preview.Value!.Rows[9].Violations[^1].Message);
    }

    [Fact]
    public async Task Validate_OfAReferenceOfAnotherProject_KnowsNone()
    {
        var spec = await _silo.UploadAsync("name,n\nx,1\n");
        var (theirs, id) = (ProjectId.New(), ArtifactId.New());
        await using (var writer = await _folder.Store.CreateAsync(ArtifactKeys.Raw(theirs, id), Cancellation))
        {
            await writer.Stream.WriteAsync("code,n\nx,1\n"u8.ToArray(), Cancellation);
            await writer.CommitAsync(Cancellation);
        }
        var recipe = new Recipe { Rules = [Rule(id)] };

        var validation = await Inspection.ValidateAsync(spec.ProjectId, spec.ArtifactId, recipe, Cancellation);
        var preview = await Inspection.PreviewAsync(new PreviewRequest(spec.ProjectId, spec.ArtifactId, recipe, 5), Cancellation);

        var problem = Assert.Single(validation.Problems);
        Assert.Equal(new RecipeProblem("rules[0].params.artifactId", $"There is no artifact {id} in this project. Was it deleted? Upload the reference again and name the new one."), problem);
        Assert.Equal([problem], preview.Problems);
    }

    [Fact]
    public async Task Job_WhoseReferenceIsDeleted_FailsAndSaysSo()
    {
        var reference = await _silo.UploadAsync("code,n\nx,1\n");
        var recipe = new Recipe { Rules = [Rule(reference.ArtifactId)] };
        var spec = await _silo.UploadAsync("name,n\nx,1\n", recipe);
        // It is in memory now.
        Assert.Empty((await Inspection.ValidateAsync(spec.ProjectId, spec.ArtifactId, recipe, Cancellation)).Problems);
        await _folder.Store.DeleteAsync(ArtifactKeys.RawFolder(reference.ProjectId, reference.ArtifactId), Cancellation);

        await _silo.Job(spec).StartAsync(spec);
        var job = await _silo.EndAsync(spec);

        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Contains($"rules[0].params.artifactId: There is no artifact {reference.ArtifactId} in this project.", job.Error, StringComparison.Ordinal);
    }

    private static RuleSpec Rule(ArtifactId reference) =>
        new("known", RuleType.Reference, "name", Orders.Json($$"""{"artifactId": "{{reference}}", "column": "code", "ignoreCase": true}"""));
}
