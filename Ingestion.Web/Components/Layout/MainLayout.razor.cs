using Ingestion.Contracts;
using Ingestion.Web.Client;
using Ingestion.Web.Components.Dialogs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;

namespace Ingestion.Web.Components.Layout;

/// <summary>The bar at the top, and the user's projects for all pages below.</summary>
public sealed partial class MainLayout : IDisposable
{
    private static readonly ApiProblem Broken = new(
        ApiProblemKind.Failed, "This page ran into an error", "The error has been logged. Your jobs go on undisturbed.");

    private readonly CancellationTokenSource _gone = new();
    private bool _dark;
    private ApiProblem? _problem;
    private ProjectSelection? _selection;

    // Not the property: the renderer may set what was kept from prerendering once more.
    private IReadOnlyList<Project>? _projects;
    private ErrorBoundary? _boundary;

    [Inject]
    private IngestionApiClient Api { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [CascadingParameter(Name = "StartsDark")]
    private bool StartsDark { get; set; }

    [SupplyParameterFromQuery(Name = "project")]
    private string? ProjectText { get; set; }

    /// <summary>Loaded while prerendering and kept for the interactive page.</summary>
    [PersistentState]
    public IReadOnlyList<Project>? Projects { get; set; }

    private string SkipTarget => Navigation.ToBaseRelativePath(Navigation.Uri).Split('#')[0] + "#content";

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _dark = StartsDark;
        _projects = Projects;
        if (_projects is null)
        {
            await LoadAsync();
        }
    }

    protected override void OnParametersSet()
    {
        Select();
        // A page that failed must not keep its error on the next one.
        _boundary?.Recover();
    }

    private void Select() =>
        _selection = _projects is null
            ? null
            : new(
                _projects,
                ProjectId.TryParse(ProjectText, null, out var id) ? _projects.FirstOrDefault(project => project.Id == id) : null,
                EventCallback.Factory.Create(this, CreateProjectAsync));

    private async Task LoadAsync()
    {
        try
        {
            Projects = _projects = await Api.GetProjectsAsync(_gone.Token);
            _problem = null;
            Select();
        }
        catch (ApiProblemException ex) when (ex.Problem.Kind is ApiProblemKind.SignIn)
        {
            Navigation.NavigateTo(WebSignIn.Path("/" + Navigation.ToBaseRelativePath(Navigation.Uri), "expired"), forceLoad: true);
        }
        catch (ApiProblemException ex)
        {
            _problem = ex.Problem;
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The reader has left.
        }
    }

    private void OpenProject(Project project) => Navigation.NavigateTo($"/jobs?project={project.Id}");

    private async Task CreateProjectAsync()
    {
        var dialog = await Dialogs.ShowAsync<CreateProjectDialog>("New project", DialogForms.Small);
        if (await dialog.Result is { Canceled: false, Data: Project created })
        {
            // Selected when the address says so: a page that was told before would go to its first project too, and the second of two
            // navigations closes the dialog that somebody has opened after the first.
            _projects = [.. _projects ?? [], created];
            OpenProject(created);
        }
    }

    private async Task ToggleDarkAsync()
    {
        _dark = !_dark;
        await Script.InvokeVoidAsync("ingestion.rememberTheme", _dark ? "dark" : "light");
    }

    private void Recover() => _boundary?.Recover();
}
