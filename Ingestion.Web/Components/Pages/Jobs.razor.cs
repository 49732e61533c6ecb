using Ingestion.Contracts;
using Ingestion.Web.Client;
using Ingestion.Web.Components.Dialogs;
using Ingestion.Web.Components.Layout;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Ingestion.Web.Components.Pages;

/// <summary>The jobs of a project, kept up to date. Project, status and place in the list are in the address.</summary>
public sealed partial class Jobs
{
    private const int PageLength = 25;
    private static readonly TimeSpan Lively = TimeSpan.FromSeconds(1);

    // Nothing moves by itself then, but somebody else may start a job.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    private static readonly ApiProblem NoSuchProject = new(
        ApiProblemKind.NotFound, "There is no such project", "It may have been deleted, or you are not a member. Choose another one above.");

    private string _spoken = "";
    private string? _query;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [CascadingParameter]
    private ProjectSelection Selection { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "project")]
    private string? ProjectText { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    private string? StatusText { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? Cursor { get; set; }

    /// <summary>The list as it was last read; kept from prerendering for the interactive page.</summary>
    [PersistentState]
    public Reading? Shown { get; set; }

    private JobStatus? Status => Enum.TryParse<JobStatus>(StatusText, ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : null;

    private string OlderUrl => $"{UrlOf(Status)}&cursor={Uri.EscapeDataString(Shown?.Page.NextCursor ?? "")}";

    private string Query => $"{Selection.Current?.Id} {Status} {Cursor}";

    protected override void OnInitialized()
    {
        if (RendererInfo.IsInteractive)
        {
            _ = PollAsync();
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (Selection is { Current: null, Projects: [var first, ..] } && ProjectText is null)
        {
            Navigation.NavigateTo($"/jobs?project={first.Id}", replace: true);
            return;
        }

        if (Query == _query)
        {
            return;
        }

        _query = Query;
        if (Shown?.Query != _query)
        {
            Shown = null;
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        if (Selection.Current is not { } project)
        {
            return;
        }

        var query = Query;
        await TryAsync(async () =>
        {
            var page = await Api.GetJobsAsync(project.Id, Status, Cursor, PageLength, Gone);
            // The reader may have gone on to another list meanwhile.
            if (query == Query)
            {
                Speak(page.Items);
                Shown = new(query, page with { Items = [.. page.Items.Select(WhatIsShown)] }, Time.GetUtcNow());
            }
        });
    }

    private async Task PollAsync()
    {
        using var timer = new PeriodicTimer(Lively, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(Gone))
            {
                await InvokeAsync(LoadAsync);
                await InvokeAsync(StateHasChanged);
                timer.Period = Shown?.Page.Items.Any(job => !job.Status.IsFinal()) == true ? Lively : Idle;
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    // Only what ended is spoken: percentages every second would drown everything else.
    private void Speak(IReadOnlyList<Job> now)
    {
        var before = Shown?.Page.Items.ToDictionary(job => job.Id, job => job.Status) ?? [];
        var ended = now.Where(job => job.Status.IsFinal() && before.TryGetValue(job.Id, out var status) && !status.IsFinal()).ToList();
        if (ended.Count > 0)
        {
            _spoken = string.Join(". ", ended.Select(job => $"{job.Name}: {job.Status}"));
        }
    }

    // Kept with the page: a thousand rules a job are not the list's business.
    private static Job WhatIsShown(Job job) => job with { Violations = [], Fixes = null };

    private void Replace(Job job) =>
        Shown = Shown is null ? null : Shown with { Page = Shown.Page with { Items = [.. Shown.Page.Items.Select(item => item.Id == job.Id ? job : item)] } };

    private string UrlOf(JobStatus? status) =>
        $"/jobs?project={Selection.Current?.Id}{(status is null ? "" : "&status=" + status.ToString()!.ToUpperInvariant())}";

    private async Task UploadAsync()
    {
        var parameters = new DialogParameters<UploadDialog> { { dialog => dialog.Project, Selection.Current!.Id } };
        var dialog = await Dialogs.ShowAsync<UploadDialog>("Upload a file", parameters, DialogForms.Form);
        if (await dialog.Result is { Canceled: false, Data: UploadAnswer answer })
        {
            if (answer.JobId is { } job)
            {
                Navigation.NavigateTo($"/jobs/{job}?project={Selection.Current.Id}");
                return;
            }

            Snackbar.Add("The file is uploaded.", Severity.Success);
            await LoadAsync();
        }
    }

    private async Task CreateProjectAsync() => await Selection.CreateAsync.InvokeAsync();

    /// <summary>One reading of the list, with the query it answers.</summary>
    public sealed record Reading(string Query, Page<Job> Page, DateTimeOffset At);
}
