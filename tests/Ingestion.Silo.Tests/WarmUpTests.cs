using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ingestion.Data;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ingestion.Silo.Tests;

public sealed class WarmUpTests : IDisposable
{
    private const int RehearsedJobs = 4;
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WarmUp_WhenItIsDone_HasRunJobsAndLeftNothing()
    {
        var jobs = new ConcurrentDictionary<string, long>();
        using var meters = Count("ingestion.jobs", jobs);
        using var tracer = new ActivitySource("Ingestion.Silo.Tests.WarmUp");
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source == tracer || source.Name == "Ingestion",
            // As OpenTelemetry does by default.
            Sample = (ref options) => options.Name == "start" || options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
                ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.PropagationData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var start = tracer.StartActivity("start");

        var host = Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.Services.GetRequiredService<WarmUp>().Done.WaitAsync(TestContext.Current.CancellationToken);
        var rows = await RowsAsync(host.Services.GetRequiredService<Database>());
        await StopAsync(host);

        Assert.Equal(RehearsedJobs, jobs.GetValueOrDefault("warm-up"));
        Assert.Empty(rows);
        Assert.All(Directory.EnumerateFileSystemEntries(_folder.Path), path => Assert.StartsWith("ingestion.db", Path.GetFileName(path), StringComparison.Ordinal));
        var rehearsed = spans.Where(span => span.TraceId == start!.TraceId && span.Source.Name == "Ingestion").ToList();
        Assert.Equal(RehearsedJobs, rehearsed.Count(span => span.OperationName == "ingestion.job"));
        Assert.All(rehearsed, span => Assert.False(span.Recorded));
    }

    [Fact]
    public async Task WarmUp_WhenTheHostStopsMeanwhile_LeavesNoFiles()
    {
        var host = Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        await StopAsync(host);

        Assert.All(Directory.EnumerateFileSystemEntries(_folder.Path), path => Assert.StartsWith("ingestion.db", Path.GetFileName(path), StringComparison.Ordinal));
    }

    [Fact]
    public async Task WarmUp_AfterAHostThatWasKilledInIt_DeletesWhatThatLeft()
    {
        var abandoned = Directory.CreateDirectory(Path.Combine(_folder.Path, $"ingestion-warm-up-{Guid.NewGuid():N}"));
        await File.WriteAllTextAsync(Path.Combine(abandoned.FullName, "ingestion.db"), "left", TestContext.Current.CancellationToken);
        abandoned.LastWriteTimeUtc = DateTime.UtcNow.AddHours(-2);
        var atWork = Directory.CreateDirectory(Path.Combine(_folder.Path, $"ingestion-warm-up-{Guid.NewGuid():N}"));

        var host = Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.Services.GetRequiredService<WarmUp>().Done.WaitAsync(TestContext.Current.CancellationToken);
        await StopAsync(host);

        Assert.False(Directory.Exists(abandoned.FullName));
        Assert.True(Directory.Exists(atWork.FullName));
    }

    private IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["DATA_DIR"] = _folder.Path, ["TMP_DIR"] = _folder.Path });
        builder.AddIngestionSilo();
        return builder.Build();
    }

    private static async Task StopAsync(IHost host)
    {
        await host.StopAsync(TestContext.Current.CancellationToken);
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    /// <summary>Adds up a counter by the meter that has it.</summary>
    private static MeterListener Count(string name, ConcurrentDictionary<string, long> sums)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == name)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => sums.AddOrUpdate(instrument.Meter.Name, value, (_, sum) => sum + value));
        listener.Start();
        return listener;
    }

    /// <summary>The tables that have rows, but for those that a new database has.</summary>
    private static async Task<List<string>> RowsAsync(Database database)
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var tables = new List<string>();
        await using var names = connection.CreateCommand();
        names.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('VersionInfo', 'OrleansQuery')";
        await using var reader = await names.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            await using var count = connection.CreateCommand();
            count.CommandText = $"SELECT EXISTS (SELECT 1 FROM \"{reader.GetString(0)}\")";
            if (await count.ExecuteScalarAsync(TestContext.Current.CancellationToken) is not 0L)
                tables.Add(reader.GetString(0));
        }
        return tables;
    }
}
