using Ingestion.Contracts;
using Ingestion.Data;

namespace Ingestion.Silo.Tests;

public sealed class FailureTests(FailureTests.Silo fixture) : IClassFixture<FailureTests.Silo>
{
    private readonly TestSilo _silo = fixture.Value;

    public static TheoryData<byte[], Recipe, string> Failures => new()
    {
        { [], new Recipe(), "The file is empty (0 bytes). Upload a file with at least a header line." },
        { "  \n\n"u8.ToArray(), new Recipe(), "The file has no text, only white space. Upload a file with at least a header line." },
        { [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13], new Recipe(), "PNG" },
        { "a,b\n1,2\n-1,3\n"u8.ToArray(), new Recipe { Rules = [new("plus", RuleType.Range, "a", Orders.Json("""{"min": 0}"""), RuleSeverity.Fatal)] }, "The rule 'plus' is FATAL and broken in line 3 (byte 8), column 'a': '-1' is below the minimum 0. Correct the source, or give the rule another severity." },
        { "a,b\n1,2\n1,3\n"u8.ToArray(), new Recipe { Rules = [new("once", RuleType.Unique, "a", default, RuleSeverity.Fatal)] }, "The rule 'once' is FATAL and broken in line 3 (byte 8), column 'a': An earlier row has the same a. Correct the source, or give the rule another severity." },
        { "a,b\n1,2\n"u8.ToArray(), new Recipe { Rules = [new("r1", RuleType.NotNull, "c")] }, "The recipe does not fit the file. rules[0].column: There is no column 'c'. The source has 'a', 'b'." },
        { "a,b\n1,2\n3\n4\n"u8.ToArray(), new Recipe { ErrorBudget = new() { MaxRejectedRows = 1 } }, "The error budget is used up: 2 of 3 rows read so far were rejected or unreadable; at most 1 are allowed (errorBudget.maxRejectedRows)." },
        { "a,b\n1,2\n3\n4\n"u8.ToArray(), new Recipe { ErrorBudget = new() { MaxRejectedFraction = 0.5, AfterRows = 1 } }, "(errorBudget.maxRejectedFraction)" },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task Job_ThatCannotEndWell_FailsWithItsReason(byte[] content, Recipe recipe, string reason)
    {
        foreach (var mode in (JobMode[])[JobMode.Sync, JobMode.Async])
        {
            var spec = await _silo.UploadAsync(content, recipe, mode);
            await _silo.Job(spec).StartAsync(spec);
            var job = await _silo.EndAsync(spec);

            Assert.Equal((JobStatus.Failed, JobStage.Done), (job.Status, job.Stage));
            Assert.Contains(reason, job.Error, StringComparison.Ordinal);
            var log = await _silo.Get<JobLog>().ListAsync(spec.Id, 0, 100, TestContext.Current.CancellationToken);
            Assert.Equal((JobLogLevel.Error, job.Error), (log[^1].Level, log[^1].Message));
        }
    }

    [Fact]
    public async Task Job_WithinItsBudget_Completes()
    {
        var spec = await _silo.UploadAsync("a,b\n1,2\n3\n4\n", new Recipe { ErrorBudget = new() { MaxRejectedRows = 2, MaxRejectedFraction = 0.1 } }, JobMode.Sync);

        var answer = await _silo.Job(spec).RunAsync(spec, TestContext.Current.CancellationToken);

        Assert.Equal((JobStatus.Completed, 2), (answer.Job!.Status, answer.Job.RowsUnreadable));
    }

    [Fact]
    public async Task Job_WithBrokenQuotes_SaysSoInItsLog()
    {
        var spec = await _silo.UploadAsync("a,b\n1,\"x\" y\n2,3\n", mode: JobMode.Sync);
        await _silo.Job(spec).RunAsync(spec, TestContext.Current.CancellationToken);

        var log = await _silo.Get<JobLog>().ListAsync(spec.Id, 0, 100, TestContext.Current.CancellationToken);
        Assert.Contains("The file breaks quoting rules, so that it was read in one sequence", log[0].Message, StringComparison.Ordinal);
        Assert.Equal(JobLogLevel.Warning, log[0].Level);
    }

    public sealed class Silo : IAsyncLifetime
    {
        private readonly DataFolder _folder = new();

        public TestSilo Value { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Value = await TestSilo.StartAsync(_folder);

        public async ValueTask DisposeAsync()
        {
            await Value.DisposeAsync();
            _folder.Dispose();
        }
    }
}
