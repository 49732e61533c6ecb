using Ingestion.Web.Client;
using Microsoft.AspNetCore.Components;

namespace Ingestion.Web.Components;

/// <summary>A component that calls the API: a problem becomes something to show, and an expired sign-in leads to the sign-in page.</summary>
public abstract class ApiComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    [Inject]
    protected IngestionApiClient Api { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    [Inject]
    protected TimeProvider Time { get; set; } = default!;

    /// <summary>What went wrong with the last call; null when nothing did.</summary>
    protected ApiProblem? Problem { get; set; }

    /// <summary>Ends with the component.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>Makes a call and keeps its problem. False when it failed or the component is gone.</summary>
    protected async Task<bool> TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            Problem = null;
            return true;
        }
        catch (ApiProblemException ex) when (ex.Problem.Kind is ApiProblemKind.SignIn)
        {
            SignInAgain();
            return false;
        }
        catch (ApiProblemException ex)
        {
            Problem = ex.Problem;
            return false;
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Leaves for the sign-in page, to come back here.</summary>
    protected void SignInAgain() =>
        Navigation.NavigateTo(WebSignIn.Path("/" + Navigation.ToBaseRelativePath(Navigation.Uri), "expired"), forceLoad: true);

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
