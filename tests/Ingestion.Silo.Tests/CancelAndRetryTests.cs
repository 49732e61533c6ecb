using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Data;

namespace Ingestion.Silo.Tests;

public sealed class CancelAndRetryTests : IAsyncLifetime
{
    private readonly DataFolder _folder = new();
    private GatedStore _store = null!;
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync()
    {
        _store = new GatedStore(_folder.Store);
        _silo = await TestSilo.StartAsync(_folder, _store, chunkBytes: 4000);
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Cancel_OfRunningJob_LeavesNothing()
    {
        var spec = await _silo.UploadAsync(Orders.Csv(1000), Orders.Recipe());
        _store.Holds = key => key.Contains("parts/000005", StringComparison.Ordinal);
        await _silo.Job(spec).StartAsync(spec);
        await _store.Reached;

        var answer = await _silo.Job(spec).CancelAsync();
        var job = await _silo.EndAsync(spec);

        Assert.Equal((JobCommandOutcome.Accepted, JobStatus.Cancelling), (answer.Outcome, answer.Job!.Status));
        Assert.Equal((JobStatus.Cancelled, JobStage.Done), (job.Status, job.Stage));
        Assert.NotNull(job.FinishedAt);
        Assert.Empty(await _folder.Store.ListAsync(JobKeys.Of(spec.ProjectId, spec.Id).Folder, TestContext.Current.CancellationToken));
        Assert.Empty(await _silo.Get<ChunkLedger>().ListAsync(spec.Id, TestContext.Current.CancellationToken));
        Assert.Equal(JobStatus.Cancelled, (await _silo.StoredAsync(spec))!.Status);
        Assert.Equal(JobCommandOutcome.AlreadyFinished, (await _silo.Job(spec).CancelAsync()).Outcome);
    }

    [Fact]
    public async Task Cancel_WhilePublishing_LeavesNothing()
    {
        var spec = await _silo.UploadAsync(Orders.Csv(200), Orders.Recipe());
        _store.Holds = key => key.EndsWith("manifest.json", StringComparison.Ordinal);
        await _silo.Job(spec).StartAsync(spec);
        await _store.Reached;

        await _silo.Job(spec).CancelAsync();

        Assert.Equal(JobStatus.Cancelled, (await _silo.EndAsync(spec)).Status);
        Assert.Empty(await _folder.Store.ListAsync(JobKeys.Of(spec.ProjectId, spec.Id).Folder, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Cancel_OfJobThatNeverRan_EndsIt()
    {
        var spec = await _silo.UploadAsync(Orders.Csv(10), Orders.Recipe());
        var job = new Job { Id = spec.Id, ProjectId = spec.ProjectId, Name = spec.Name, ArtifactId = spec.ArtifactId, Mode = JobMode.Async };
        _store.Holds = _ => true;
        // As a start leaves it whose process dies before the grain's state is written.
        Assert.True(await _silo.Get<JobTable>().InsertAsync(spec, job, TestContext.Current.CancellationToken));

        Assert.Equal(JobCommandOutcome.Accepted, (await _silo.Job(spec).CancelAsync()).Outcome);

        Assert.Equal(JobStatus.Cancelled, (await _silo.EndAsync(spec)).Status);
    }

    [Theory]
    [InlineData(DedupeKeep.First)]
    [InlineData(DedupeKeep.Last)]
    public async Task Retry_OfCancelledJob_BeginsAnew(DedupeKeep keep)
    {
        var spec = await _silo.UploadAsync(Orders.Csv(1000), Orders.Recipe(keep));
        _store.Holds = key => key.Contains("parts/000005", StringComparison.Ordinal);
        await _silo.Job(spec).StartAsync(spec);
        await _store.Reached;
        await _silo.Job(spec).CancelAsync();
        await _silo.EndAsync(spec);
        _store.Holds = _ => false;

        var retried = await _silo.Job(spec).RetryAsync();
        var job = await _silo.EndAsync(spec);

        Assert.Equal((JobCommandOutcome.Accepted, 2), (retried.Outcome, retried.Job!.Attempt));
        Assert.Equal((JobStatus.Completed, 2, null), (job.Status, job.Attempt, job.Error));
        var expected = await _silo.RunLocallyAsync(spec);
        Assert.Equal((expected.Clean, expected.Rejects), await _silo.ResultAsync(spec));
    }

    [Theory]
    [InlineData(DedupeKeep.First)]
    [InlineData(DedupeKeep.Last)]
    public async Task Retry_AfterFullDisk_GoesOnFromTheLedger(DedupeKeep keep)
    {
        var spec = await _silo.UploadAsync(Orders.Csv(1000), Orders.Recipe(keep));
        _store.Fails = key => key.Contains("parts/000007", StringComparison.Ordinal) ? new IOException("No space left on device", 28) : null;
        await _silo.Job(spec).StartAsync(spec);
        var failed = await _silo.EndAsync(spec);
        var finished = await _silo.Get<ChunkLedger>().ListAsync(spec.Id, TestContext.Current.CancellationToken);

        Assert.Equal(JobStatus.Failed, failed.Status);
        Assert.Equal("The disk is full (No space left on device): free space and retry the job. It goes on where it stopped.", failed.Error);
        Assert.NotEmpty(finished);

        var rewritten = new List<string>();
        _store.Fails = key =>
        {
            lock (rewritten)
                rewritten.Add(key);
            return null;
        };
        await _silo.Job(spec).RetryAsync();
        var job = await _silo.EndAsync(spec);

        Assert.Equal((JobStatus.Completed, 2, null), (job.Status, job.Attempt, job.Error));
        Assert.DoesNotContain(rewritten, key => finished.Any(chunk => key.EndsWith(JobKeys.Of(spec.ProjectId, spec.Id).Part(chunk.Index), StringComparison.Ordinal)));
        var expected = await _silo.RunLocallyAsync(spec);
        Assert.Equal((expected.Clean, expected.Rejects), await _silo.ResultAsync(spec));
    }

    [Fact]
    public async Task Retry_OfSmallJob_LeavesNoReminder()
    {
        var spec = await _silo.UploadAsync(Orders.Csv(10), Orders.Recipe(), JobMode.Sync);
        _store.Fails = _ => new IOException("No space left on device", 28);
        Assert.Equal(JobStatus.Failed, (await _silo.Job(spec).RunAsync(spec, TestContext.Current.CancellationToken)).Job!.Status);
        _store.Fails = _ => null;

        Assert.Equal(JobCommandOutcome.Accepted, (await _silo.Job(spec).RetryAsync()).Outcome);
        Assert.Equal(JobStatus.Completed, (await _silo.EndAsync(spec)).Status);

        var reminders = await _silo.Get<IReminderTable>().ReadRows(_silo.Job(spec).GetGrainId(), TestContext.Current.CancellationToken);
        Assert.Empty(reminders.Reminders);
    }

    [Fact]
    public async Task Job_WhoseChunkFailsOnce_IsTriedAgain()
    {
        var spec = await _silo.UploadAsync(Orders.Csv(1000), Orders.Recipe());
        var failures = 1;
        _store.Fails = key => key.Contains("parts/000003", StringComparison.Ordinal) && Interlocked.Decrement(ref failures) >= 0
            ? new IOException("The share went away") : null;
        await _silo.Job(spec).StartAsync(spec);

        Assert.Equal(JobStatus.Completed, (await _silo.EndAsync(spec)).Status);
        var log = await _silo.Get<JobLog>().ListAsync(spec.Id, 0, 100, TestContext.Current.CancellationToken);
        Assert.Contains(log, line => line.Level == JobLogLevel.Warning && line.Message.StartsWith("Chunk 3 is tried again: The store cannot be read or written (The share went away)", StringComparison.Ordinal));
    }
}
