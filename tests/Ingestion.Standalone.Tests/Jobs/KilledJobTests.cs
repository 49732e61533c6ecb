using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Standalone.Tests.Jobs;

/// <summary>A large job whose process is killed.</summary>
public abstract class KilledJobTests(SharedStandalone standalone, SharedOrders orders, string keep)
{
    [Fact]
    public async Task Job_ProcessKilledInTheMiddle_EndsWithTheResultItWouldHaveHad()
    {
        var recipe = LargeOrders.Recipe(keep);
        using var folder = new DataFolder();
        // In the process that all tests share, in chunks of the usual size: neither may matter.
        var job = await standalone.Api.UploadLargeAsync(await standalone.Api.CreateProjectAsync(), orders.File.Path, recipe);
        var undisturbed = await LargeOutcome.OfAsync(standalone.Api, job.Id, orders.File);

        JobId id;
        await using (var process = await StandaloneProcess.StartAsync(folder.Path, LargeOutcome.Slowly))
        {
            using var api = await ApiClient.SignInAsync(process.Address);
            id = (await api.UploadLargeAsync(await api.CreateProjectAsync(), orders.File.Path, recipe)).Id;
            var killed = await api.WaitForJobAsync(id, job => job.RowsRead > 0);
            await process.KillAsync();
            Assert.InRange(killed.RowsRead, 1, LargeOrders.Read - 1);
        }

        await using (var process = await StandaloneProcess.StartAsync(folder.Path, LargeOutcome.Slowly))
        {
            using var api = await ApiClient.SignInAsync(process.Address);
            var resumed = await LargeOutcome.OfAsync(api, id, orders.File);
            Assert.Contains(await api.LogOfAsync(id), line => line.Message.StartsWith("Going on after ", StringComparison.Ordinal));
            Assert.Equal(undisturbed.Job.Violations.OrderBy(count => count.RuleId), resumed.Job.Violations.OrderBy(count => count.RuleId));
            Assert.True(undisturbed.Result.AsSpan().SequenceEqual(resumed.Result), "The results differ.");
            Assert.True(undisturbed.Rejects.AsSpan().SequenceEqual(resumed.Rejects), "The rejects differ.");
        }
    }

    public sealed class KeepingTheFirst(SharedStandalone standalone, SharedOrders orders) : KilledJobTests(standalone, orders, "FIRST");

    public sealed class KeepingTheLast(SharedStandalone standalone, SharedOrders orders) : KilledJobTests(standalone, orders, "LAST");
}
