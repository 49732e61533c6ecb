using Ingestion.Contracts;
using Ingestion.Web.Client;
using Ingestion.Web.Components.Dialogs;
using Ingestion.Web.Components.Layout;
using Ingestion.Web.Formatting;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Ingestion.Web.Components.Pages;

/// <summary>One job, followed through the API's events.</summary>
public sealed partial class JobDetails
{
    private const int LongestLog = 1000;
    private static readonly (string, string)[] ResultFormats = [("parquet", "Parquet"), ("csv", "CSV"), ("jsonl", "JSON Lines")];
    private static readonly (string, string)[] RejectFormats = [("xlsx", "Excel, to correct"), ("csv", "CSV"), ("jsonl", "JSON Lines")];
    private static readonly ApiProblem NoSuchJob = new(
        ApiProblemKind.NotFound, "There is no such job", "The address may be mistyped, or the job belongs to a project you are not a member of.");

    private readonly SortedList<long, JobLogEntry> _log = [];
    private CancellationTokenSource? _following;
    private JobId _id;
    private bool _interrupted;

    [Inject]
    private JobFeed Feed { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [CascadingParameter]
    private ProjectSelection Selection { get; set; } = default!;

    [CascadingParameter]
    private ClientTime ClientTime { get; set; } = ClientTime.Of(null);

    [Parameter]
    public string IdText { get; set; } = "";

    /// <summary>The job as last heard of; kept from prerendering for the interactive page.</summary>
    [PersistentState]
    public Job? Job { get; set; }

    private string AllJobsUrl => Job is { } job ? $"/jobs?project={job.ProjectId}" : "/jobs";

    private bool MayEdit => Selection.Projects.FirstOrDefault(project => project.Id == Job?.ProjectId) is { Role: not ProjectRole.Viewer };

    protected override async Task OnParametersSetAsync()
    {
        if (!JobId.TryParse(IdText, null, out var id))
        {
            (Job, Problem) = (null, NoSuchJob);
            return;
        }

        if (id == _id)
        {
            return;
        }

        _id = id;
        await RestartAsync();
    }

    protected override void Dispose(bool disposing)
    {
        _following?.Dispose();
        base.Dispose(disposing);
    }

    private async Task RestartAsync()
    {
        _following?.Cancel();
        if (Job?.Id != _id)
        {
            Job = null;
            _log.Clear();
        }

        var known = Job is not null || await TryAsync(async () => Job = await Api.GetJobAsync(_id, Gone));
        if (!known || !await TryAsync(LoadLogAsync) || !RendererInfo.IsInteractive)
        {
            return;
        }

        if (Selection.Current is null)
        {
            Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("project", Job!.ProjectId.ToString()), replace: true);
        }

        _following = CancellationTokenSource.CreateLinkedTokenSource(Gone);
        _ = FollowAsync(_following.Token);
    }

    private async Task LoadLogAsync()
    {
        foreach (var entry in await Api.GetLogAsync(_id, _log.Count == 0 ? 0 : _log.Keys[^1], Gone))
        {
            Keep(entry);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var lastLine = _log.Count == 0 ? null : _log.Keys[^1].ToString();
        await TryAsync(async () =>
        {
            await foreach (var happened in Feed.FollowAsync(_id, lastLine, cancellationToken))
            {
                await InvokeAsync(() => Show(happened));
            }
        });
        await InvokeAsync(StateHasChanged);
    }

    private void Show(JobEvent happened)
    {
        _interrupted = happened is JobFeedInterrupted;
        switch (happened)
        {
            case JobChanged { Job: var job }:
                Job = job;
                break;
            case JobLogged { Entry: var entry }:
                Keep(entry);
                break;
        }

        StateHasChanged();
    }

    // Events may repeat what was loaded: the sequence number tells.
    private void Keep(JobLogEntry entry)
    {
        _log[entry.Sequence] = entry;
        if (_log.Count > LongestLog)
        {
            _log.RemoveAt(0);
        }
    }

    private async Task ChangedAsync(Job job)
    {
        var ended = Job?.Status.IsFinal() == true;
        Job = job;
        if (ended)
        {
            // The old stream ended with the old attempt.
            await RestartAsync();
        }
    }

    private async Task RepairAsync()
    {
        var parameters = new DialogParameters<UploadDialog> { { dialog => dialog.Repairs, Job!.Id } };
        var dialog = await Dialogs.ShowAsync<UploadDialog>("Repair rejected rows", parameters, DialogForms.Form);
        if (await dialog.Result is { Canceled: false, Data: UploadAnswer { JobId: { } repair } })
        {
            Navigation.NavigateTo($"/jobs/{repair}?project={Job.ProjectId}");
        }
    }

    private IEnumerable<string> Facts(Job job)
    {
        var now = Time.GetUtcNow();
        if (job.StartedAt is { } started)
        {
            yield return $"started {ClientTime.Short(started, now)}";
        }

        if (Human.Elapsed(job, now) is { } elapsed)
        {
            yield return $"{(job.Status.IsFinal() ? "took" : "for")} {Human.Duration(elapsed)}";
        }

        if (job.Attempt > 1)
        {
            yield return $"attempt {job.Attempt}";
        }
    }

    // Every tenth only: a screen reader cannot keep up with more.
    private static string Spoken(Job job) => job.Status.IsFinal()
        ? $"{job.Name}: {job.Status}. {Human.Rows(job.RowsClean)} clean of {Human.Count(job.RowsRead)}."
        : $"{job.Name}: {job.Status}, {(int)(job.Progress * 10) * 10} percent";
}
