using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ingestion.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ingestion.Web.Tests.Browser;

/// <summary>An HTTP server that speaks the API's routes and does to its jobs what the test tells it to.</summary>
public sealed class ScriptedApi : IAsyncDisposable
{
    public const string Password = "correct horse";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<JobId, Channel> _jobs = new();
    private readonly User _user = new(UserId.New(), "ada@example.org", "Ada Lovelace");
    private string _token = "token-of-ada";
    private string _refused = "";
    private int _refusals;

    private ScriptedApi(WebApplication app, Project? project)
    {
        _app = app;
        Project = project ?? new(ProjectId.New(), "Orders", DateTimeOffset.UtcNow, ProjectRole.Owner);
    }

    public Project Project { get; }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Where requests were answered with "later".</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    /// <summary>Upload parts by name, as they arrived.</summary>
    public ConcurrentDictionary<string, string> Uploaded { get; } = new();

    public static async Task<ScriptedApi> StartAsync(string url = "http://127.0.0.1:0", Project? project = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "ScriptedApi" });
        builder.WebHost.UseSetting("urls", url);
        builder.Logging.ClearProviders();
        builder.Services.ConfigureHttpJsonOptions(options => ContractsJson.Apply(options.SerializerOptions));
        var app = builder.Build();
        var api = new ScriptedApi(app, project);
        api.Map();
        await app.StartAsync();
        return api;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    /// <summary>Sets a job as it now is; who follows it is told.</summary>
    public void Set(Job job) => _jobs.GetOrAdd(job.Id, _ => new()).Publish(job);

    /// <summary>Answers the next so many requests of a method with "later", as an API that restarts does through its load balancer.</summary>
    public void Refuse(string method, int requests) => (_refused, _refusals) = (method, requests);

    /// <summary>Tokens given out so far are no longer taken.</summary>
    public void EndSignIns() => _token = Guid.NewGuid().ToString();

    public void Log(JobId id, JobLogEntry entry) => _jobs[id].Publish(entry);

    public Job Get(JobId id) => _jobs[id].Job!;

    private void Map()
    {
        _app.Use(async (context, next) =>
        {
            if (context.Request.Method == _refused && Interlocked.Decrement(ref _refusals) >= 0)
            {
                Refused.Enqueue(context.Request.Path);
                await TypedResults.Problem(statusCode: 503, title: "Later").ExecuteAsync(context);
                return;
            }

            if (context.Request.Path.StartsWithSegments("/auth/login") || context.Request.Path.StartsWithSegments("/auth/redeem")
                || context.Request.Headers.Authorization == $"Bearer {_token}")
            {
                await next();
                return;
            }

            await TypedResults.Problem(statusCode: 401, title: "Sign in first").ExecuteAsync(context);
        });
        _app.MapPost("/auth/login", (Login login) => login.Password == Password ? Signed() : Refuse(401, "Wrong"));
        _app.MapPost("/auth/redeem", (Redeem redeem) => redeem.Token == "once" ? Signed() : Refuse(401, "Used"));
        _app.MapGet("/auth/me", () => _user);
        _app.MapGet("/projects", () => new Page<Project>([Project], null));
        _app.MapGet("/ingestion/jobs", (ProjectId projectId, string? status) => new Page<Job>(
            [.. _jobs.Values.Select(channel => channel.Job!).Where(job => job.ProjectId == projectId && (status is null || Name(job.Status) == status))
                .OrderByDescending(job => job.Id.Value)], null));
        _app.MapGet("/ingestion/jobs/{id}", (JobId id) => Find(id, channel => TypedResults.Ok(channel.Job)));
        _app.MapGet("/ingestion/jobs/{id}/logs", (JobId id, long after) => Find(id, channel => TypedResults.Ok(channel.Entries.Where(entry => entry.Sequence > after))));
        _app.MapGet("/ingestion/jobs/{id}/events", (JobId id, CancellationToken ct) => Find(id, channel => TypedResults.ServerSentEvents(channel.FollowAsync(ct))));
        _app.MapPost("/ingestion/jobs/{id}/cancel", (JobId id) => Find(id, channel =>
        {
            channel.Publish(channel.Job! with { Status = JobStatus.Cancelled, Stage = JobStage.Done, FinishedAt = DateTimeOffset.UtcNow });
            return TypedResults.Ok(channel.Job);
        }));
        _app.MapGet("/ingestion/jobs/{id}/result", (JobId id, string format) => Find(id, _ => format == "csv"
            ? TypedResults.Text("id,name\n1,Ada\n", "text/csv")
            : Refuse(409, "There is no result in this format yet", "Wait for the job to complete.")));
        _app.MapPost("/ingestion/upload/file", UploadAsync);
    }

    private async Task<IResult> UploadAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (form["recipe"].ToString().Contains("no_such_column", StringComparison.Ordinal))
        {
            return TypedResults.ValidationProblem(
                new Dictionary<string, string[]> { ["rules[0].column"] = ["There is no column 'no_such_column'."] }, title: "The recipe does not fit the file");
        }

        var file = form.Files["file"]!;
        using var reader = new StreamReader(file.OpenReadStream());
        Uploaded[file.FileName] = await reader.ReadToEndAsync();
        var job = new Job { Id = JobId.New(), ProjectId = Project.Id, Name = file.FileName, Status = JobStatus.Running, BytesTotal = file.Length, CreatedAt = DateTimeOffset.UtcNow };
        Set(job);
        return TypedResults.Accepted($"/ingestion/jobs/{job.Id}", new { artifactId = ArtifactId.New(), jobId = job.Id, mode = "ASYNC", status = "RUNNING" });
    }

    private IResult Find(JobId id, Func<Channel, IResult> answer) => _jobs.TryGetValue(id, out var channel) ? answer(channel) : Refuse(404, "No such job");

    private IResult Signed() => TypedResults.Ok(new { accessToken = _token, tokenType = "Bearer", expiresIn = 3600 });

    private static IResult Refuse(int status, string title, string? detail = null) => TypedResults.Problem(detail, statusCode: status, title: title);

    private static string Name(JobStatus status) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(status.ToString());

    private sealed record Login(string Email, string Password);

    private sealed record Redeem(string Token);

    /// <summary>A job, its log, and those who follow it.</summary>
    private sealed class Channel
    {
        private readonly Lock _lock = new();
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private List<object> _events = [];

        public Job? Job { get; private set; }

        public IReadOnlyList<JobLogEntry> Entries => [.. _events.OfType<JobLogEntry>()];

        public void Publish(object happened)
        {
            TaskCompletionSource changed;
            lock (_lock)
            {
                Job = happened as Job ?? Job;
                _events = [.. _events, happened];
                (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            changed.SetResult();
        }

        public async IAsyncEnumerable<SseItem<object>> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var next = 0; ;)
            {
                List<object> events;
                Task changed;
                lock (_lock)
                {
                    (events, changed) = (_events, _changed.Task);
                }

                for (; next < events.Count; next++)
                {
                    var kind = events[next] is JobLogEntry ? "log" : events[next] is Job job && job.Status.IsFinal() ? "state" : "progress";
                    yield return new(events[next], kind) { EventId = (next + 1).ToString() };
                }

                if (Job!.Status.IsFinal())
                {
                    yield break;
                }

                await changed.WaitAsync(cancellationToken);
            }
        }
    }
}
