using Ingestion.Web.Client;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Ingestion.Web.Components.Controls;

/// <summary>
/// A problem in words, with a way on. One that passes by itself is tried again by itself, as long as the panel is shown: a page that was
/// opened while the API was away would otherwise wait for a click when the API has long been back.
/// </summary>
public sealed partial class ProblemPanel : IDisposable
{
    // Each try asks for ten seconds by itself before it gives up (ApiRetry).
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _gone = new();
    private bool _isTrying;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Parameter, EditorRequired]
    public ApiProblem Problem { get; set; } = default!;

    /// <summary>Tries again: at a click, and every few seconds while the API does not answer.</summary>
    [Parameter]
    public EventCallback OnRetry { get; set; }

    /// <summary>For dialogs and above content that is still shown.</summary>
    [Parameter]
    public bool Compact { get; set; }

    /// <summary>Other ways on.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    // Never called while prerendering, where nobody would see what comes of it.
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender && OnRetry.HasDelegate)
        {
            _ = RecoverAsync(_gone.Token);
        }
    }

    private async Task RecoverAsync(CancellationToken gone)
    {
        using var timer = new PeriodicTimer(BetweenTries, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(gone))
            {
                if (Problem.Kind is ApiProblemKind.Unreachable)
                {
                    await InvokeAsync(TryAgainAsync);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The problem is gone, or the page is.
        }
    }

    // One try at a time, whoever asks for it.
    private async Task TryAgainAsync()
    {
        if (_isTrying)
        {
            return;
        }

        _isTrying = true;
        try
        {
            await OnRetry.InvokeAsync();
        }
        finally
        {
            _isTrying = false;
        }
    }

    private static string IconOf(ApiProblemKind kind) => kind switch
    {
        ApiProblemKind.Unreachable => Icons.Material.Outlined.CloudOff,
        ApiProblemKind.NotFound => Icons.Material.Outlined.SearchOff,
        _ => Icons.Material.Outlined.ErrorOutline,
    };
}
