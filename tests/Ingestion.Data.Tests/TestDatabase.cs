using Ingestion.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Ingestion.Data.Tests;

/// <summary>A migrated SQLite database in a folder of its own, with one user and one project.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly bool _ownsFolder;

    private TestDatabase(string folder, bool ownsFolder)
    {
        Folder = folder;
        _ownsFolder = ownsFolder;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("DATA_DIR", folder)]).Build();
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddIngestionData(configuration)
            .BuildServiceProvider();
    }

    public string Folder { get; }

    public SettableTime Time { get; } = new();

    public ProjectId ProjectId { get; private set; }

    public UserId UserId { get; private set; }

    public static TestDatabase CreateUnmigrated() => new(Directory.CreateTempSubdirectory("ingestion-data-").FullName, ownsFolder: true);

    /// <summary>Another host on the same file.</summary>
    public TestDatabase OpenAgain() => new(Folder, ownsFolder: false);

    public static async Task<TestDatabase> CreateAsync()
    {
        var database = CreateUnmigrated();
        await database.Get<SchemaMigrator>().MigrateAsync(TestContext.Current.CancellationToken);
        // Straight into the table: a real account costs a slow password hash.
        database.UserId = await database.AddUserAsync("ada@example.org");
        database.ProjectId = (await database.Get<ProjectTable>().CreateAsync("Orders", database.UserId, TestContext.Current.CancellationToken)).Id;
        return database;
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public async Task<UserId> AddUserAsync(string email)
    {
        var id = UserId.New();
        await Get<Database>().WriteAsync(
            "INSERT INTO users (id, email, display_name, password_hash, created_at) VALUES (@Id, @Email, @Email, '', 0)",
            new { Id = id.ToString(), Email = email }, TestContext.Current.CancellationToken);
        return id;
    }

    public async Task<(JobSpec Spec, Job Job)> AddJobAsync(JobStatus status = JobStatus.Pending, ArtifactId? artifactId = null)
    {
        var spec = new JobSpec(JobId.New(), ProjectId, "orders.csv", artifactId ?? ArtifactId.New(), new Recipe(), JobMode.Async, UserId);
        var job = NewJob(spec) with { Status = status };
        Assert.True(await Get<JobTable>().InsertAsync(spec, job, TestContext.Current.CancellationToken));
        return (spec, job);
    }

    public static Job NewJob(JobSpec spec) => new()
    {
        Id = spec.Id,
        ProjectId = spec.ProjectId,
        Name = spec.Name,
        ArtifactId = spec.ArtifactId,
        Mode = spec.Mode,
        CreatedAt = new DateTimeOffset(2025, 11, 22, 10, 0, 0, TimeSpan.Zero),
    };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>A clock that moves only when it is told to.</summary>
public sealed class SettableTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2025, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
