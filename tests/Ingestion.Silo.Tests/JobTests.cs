using Ingestion.Contracts;
using Ingestion.Core.Artifacts;

namespace Ingestion.Silo.Tests;

public sealed class JobTests : IAsyncLifetime
{
    private readonly DataFolder _folder = new();
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await TestSilo.StartAsync(_folder, chunkBytes: 4000);

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(JobMode.Sync, null)]
    [InlineData(JobMode.Sync, DedupeKeep.First)]
    [InlineData(JobMode.Async, null)]
    [InlineData(JobMode.Async, DedupeKeep.First)]
    [InlineData(JobMode.Async, DedupeKeep.Last)]
    public async Task Job_OfManyChunks_EndsAsWithoutGrains(JobMode mode, DedupeKeep? keep)
    {
        var spec = await _silo.UploadAsync(Orders.Csv(2000), Orders.Recipe(keep), mode);
        var started = mode == JobMode.Sync
            ? await _silo.Job(spec).RunAsync(spec, TestContext.Current.CancellationToken)
            : await _silo.Job(spec).StartAsync(spec);
        Assert.Equal(JobCommandOutcome.Accepted, started.Outcome);
        var job = mode == JobMode.Sync ? started.Job! : await _silo.EndAsync(spec);

        var expected = await _silo.RunLocallyAsync(spec);
        Assert.Equal((JobStatus.Completed, JobStage.Done, null), (job.Status, job.Stage, job.Error));
        Assert.Equal(expected.Manifest.RowCounts, new RowCounts(job.RowsRead, job.RowsClean, job.RowsRejected, job.RowsDuplicate, job.RowsUnreadable));
        Assert.Equal(expected.Manifest.Violations, job.Violations);
        Assert.Equal((expected.Clean, expected.Rejects), await _silo.ResultAsync(spec));
        Assert.Equal(job, await _silo.StoredAsync(spec) is { } stored ? stored with { Violations = job.Violations } : null);
        var artifact = await _silo.Get<Data.ArtifactTable>().GetAsync(spec.ArtifactId, TestContext.Current.CancellationToken);
        Assert.Equal(job.RowsRead, artifact!.RowCount);
        // Answered once the run has tidied up, which is after its end was shown.
        Assert.Equal(JobCommandOutcome.NotRetryable, (await _silo.Job(spec).RetryAsync()).Outcome);
        var keys = JobKeys.Of(spec.ProjectId, spec.Id);
        Assert.Empty(await _folder.Store.ListAsync(keys.ProfilesFolder, TestContext.Current.CancellationToken));
        // A repair of the rejects must not add a row twice.
        Assert.Equal(keep is not null, (await _folder.Store.ListAsync(keys.KeysFolder, TestContext.Current.CancellationToken)).Count > 0);
    }

    [Fact]
    public async Task Job_WithFixes_CountsWhatTheyChangeInItsRowAndItsManifest()
    {
        var recipe = Orders.Recipe() with { Rules = [new("upper", RuleType.Case, "name", Orders.Json("""{"to": "UPPER"}"""))] };
        var spec = await _silo.UploadAsync(Orders.Csv(2000), recipe);
        await _silo.Job(spec).StartAsync(spec);
        var job = await _silo.EndAsync(spec);

        var expected = await _silo.RunLocallyAsync(spec);
        Assert.NotEmpty(job.Fixes!);
        Assert.Equal(expected.Manifest.Fixes, job.Fixes);
        Assert.Equal(job.Fixes, (await _silo.StoredAsync(spec))!.Fixes);
    }

    [Fact]
    public async Task Job_StartedTwice_IsUnchangedAndSaysSo()
    {
        var spec = await _silo.UploadAsync(Orders.Csv(100), Orders.Recipe());
        await _silo.Job(spec).StartAsync(spec);
        var ended = await _silo.EndAsync(spec);

        var again = await _silo.Job(spec).StartAsync(spec with { Name = "another" });

        Assert.Equal(JobCommandOutcome.AlreadyStarted, again.Outcome);
        Assert.Equal(ended with { Violations = again.Job!.Violations }, again.Job);
    }

    [Fact]
    public async Task Job_StartedTwiceAtOnce_RunsOnce()
    {
        var spec = await _silo.UploadAsync(Orders.Csv(100), Orders.Recipe());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _silo.Job(spec).StartAsync(spec)));

        Assert.Single(outcomes, result => result.Outcome == JobCommandOutcome.Accepted);
        Assert.Equal((JobStatus.Completed, 1), (await _silo.EndAsync(spec) is var job ? job.Status : default, job.Attempt));
    }

    [Fact]
    public async Task Command_ToUnknownJob_AnswersNotFound()
    {
        var grain = _silo.Grains.GetGrain<IJobGrain>(Guid.NewGuid());

        Assert.Null(await grain.GetAsync());
        Assert.Equal(JobCommandOutcome.NotFound, (await grain.CancelAsync()).Outcome);
        Assert.Equal(JobCommandOutcome.NotFound, (await grain.RetryAsync()).Outcome);
    }

    [Fact]
    public async Task Command_ToCompletedJob_IsRefused()
    {
        var spec = await _silo.UploadAsync(Orders.Csv(10), Orders.Recipe(), JobMode.Sync);
        await _silo.Job(spec).RunAsync(spec, TestContext.Current.CancellationToken);

        Assert.Equal(JobCommandOutcome.AlreadyFinished, (await _silo.Job(spec).CancelAsync()).Outcome);
        Assert.Equal(JobCommandOutcome.NotRetryable, (await _silo.Job(spec).RetryAsync()).Outcome);
        Assert.Equal(JobStatus.Completed, (await _silo.StoredAsync(spec))!.Status);
    }
}
