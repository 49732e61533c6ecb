using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Standalone.Tests.Jobs;

/// <summary>A large job whose process is stopped as a service manager does it.</summary>
public sealed class StoppedJobTests(SharedOrders orders)
{
    [Fact]
    public async Task Job_ProcessTerminated_EndsWithCode0AndGoesOnAtTheNextStart()
    {
        using var folder = new DataFolder();
        JobId id;
        await using (var process = await StandaloneProcess.StartAsync(folder.Path, LargeOutcome.Slowly))
        {
            using var api = await ApiClient.SignInAsync(process.Address);
            id = (await api.UploadLargeAsync(await api.CreateProjectAsync(), orders.File.Path, LargeOrders.Recipe("FIRST"))).Id;
            await api.WaitForJobAsync(id, job => job.RowsRead > 0);

            Assert.Equal(0, await process.TerminateAsync());
            Assert.Empty(process.Errors);
        }

        await using (var process = await StandaloneProcess.StartAsync(folder.Path))
        {
            using var api = await ApiClient.SignInAsync(process.Address);
            await LargeOutcome.OfAsync(api, id, orders.File);
            Assert.Contains(await api.LogOfAsync(id), line => line.Message.StartsWith("Going on after ", StringComparison.Ordinal));
        }
    }
}
