using Ingestion.Contracts;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Ingestion.Web.Components.Controls;

/// <summary>What can be done with a job in its present status: cancel or retry.</summary>
public sealed partial class JobActions
{
    private bool _busy;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Parameter, EditorRequired]
    public Job Job { get; set; } = default!;

    /// <summary>False for a user who may only look.</summary>
    [Parameter]
    public bool Enabled { get; set; } = true;

    [Parameter]
    public bool Small { get; set; }

    /// <summary>Told the job as it is after the action.</summary>
    [Parameter]
    public EventCallback<Job> OnChanged { get; set; }

    private Size ButtonSize => Small ? Size.Small : Size.Medium;

    private async Task CancelAsync()
    {
        var sure = await Dialogs.ShowMessageBoxAsync(
            "Cancel this job?", $"{Job.Name} stops and leaves no result. The file stays, and you can retry.", yesText: "Cancel the job", noText: "Let it run");
        if (sure is true)
        {
            await ActAsync(() => Api.CancelAsync(Job.Id, Gone));
        }
    }

    private Task RetryAsync() => ActAsync(() => Api.RetryAsync(Job.Id, Gone));

    private async Task ActAsync(Func<Task<Job>> action)
    {
        _busy = true;
        if (!await TryAsync(async () => await OnChanged.InvokeAsync(await action())) && Problem is { } problem)
        {
            Snackbar.Add($"{problem.Title}. {problem.Detail}", Severity.Error);
        }

        _busy = false;
    }
}
