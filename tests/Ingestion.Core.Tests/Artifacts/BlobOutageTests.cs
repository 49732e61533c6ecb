using Ingestion.Cluster.Tests.Servers;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Artifacts.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Ingestion.Core.Tests.Artifacts;

/// <summary>A service that goes away and comes back, on a server of this class's own.</summary>
public sealed class BlobOutageTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ingestion-azurite-").FullName;
    private Azurite? _server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Azurite Server => _server!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Azurite.IsInstalled, Azurite.Needs);
        _server = await Azurite.StartAsync(_folder);
    }

    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? default);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Service_Down_IsSaidAndOvercomeWhenItIsBack()
    {
        var store = new BlobArtifactStore(Server.ConnectionString);
        await WriteAsync(store, "p/a", [1, 2, 3]);
        using var reader = (await store.OpenAsync("p/a", Cancellation))!;
        await using var writer = await store.CreateAsync("p/b", Cancellation);
        await using var large = await store.CreateAsync("p/c", Cancellation);
        await Server.StopAsync();

        var errors = await Task.WhenAll(
            Task.Run(() => Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.OpenAsync("p/a", Cancellation))),
            Task.Run(() => Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.ListAsync("p/", Cancellation))),
            Task.Run(() => Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.DeleteAsync("p/a", Cancellation))),
            Task.Run(() => Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.PingAsync(Cancellation))),
            Task.Run(() => Assert.ThrowsAsync<StoreUnavailableException>(async () => await WriteAsync(new BlobArtifactStore(Server.ConnectionString), "p/d", [1]))),
            Task.Run(() => Assert.ThrowsAsync<StoreUnavailableException>(async () => await writer.CommitAsync(Cancellation))),
            Task.Run(() => Assert.Throws<StoreUnavailableException>(() => reader.Read(0, new byte[3]))),
            Task.Run(() => Assert.Throws<StoreUnavailableException>(() => large.Stream.Write(new byte[(4 * BlockStream.BlockBytes) + 1]))));

        Assert.All(errors, error =>
        {
            Assert.Contains($"in the container 'ingestion' at {Server.Address} could not be ", error.Message.Replace("The container 'ingestion'", "in the container 'ingestion'", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Contains("the object store does not answer (Connection refused", error.Message, StringComparison.Ordinal);
            Assert.EndsWith("See that it runs and can be reached from here, and try again.", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        });
        // A blob that lacks a block never becomes one.
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await large.CommitAsync(Cancellation));

        await Server.StartAsync();
        await store.PingAsync(Cancellation);
        Assert.Equal(3, reader.Read(0, new byte[3]));
        await WriteAsync(store, "p/b", [1]);
        Assert.Equal(["p/a", "p/b"], await store.ListAsync("p/", Cancellation));
    }

    [Fact]
    public async Task Service_BusyForAMoment_IsNotNoticed()
    {
        var asked = 0;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var busy = builder.Build();
        busy.Run(context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref asked) > 2 ? 200 : 503;
            context.Response.Headers.ETag = "\"1\"";
            context.Response.ContentLength = 3;
            return Task.CompletedTask;
        });
        await busy.StartAsync(Cancellation);
        var store = new BlobArtifactStore(Server.ConnectionString.Replace(Server.Address, busy.Urls.Single(), StringComparison.Ordinal));

        using var reader = await store.OpenAsync("p/a", Cancellation);

        Assert.Equal((3, 3), (reader!.LengthBytes, asked));
    }

    [Fact]
    public async Task Service_Hanging_IsNotWaitedForByAPing()
    {
        var store = new BlobArtifactStore(Server.ConnectionString);
        await store.PingAsync(Cancellation);
        await Server.FreezeAsync();
        try
        {
            var error = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.PingAsync(Cancellation));
            Assert.Contains("the object store did not answer in time", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            await Server.ThawAsync();
        }
    }

    private static async Task WriteAsync(BlobArtifactStore store, string key, byte[] bytes)
    {
        await using var writer = await store.CreateAsync(key, Cancellation);
        await writer.Stream.WriteAsync(bytes, Cancellation);
        await writer.CommitAsync(Cancellation);
    }
}
