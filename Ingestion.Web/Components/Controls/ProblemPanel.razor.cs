using Ingestion.Web.Client;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Ingestion.Web.Components.Controls;

/// <summary>A problem in words, with a way on.</summary>
public sealed partial class ProblemPanel
{
    [Parameter, EditorRequired]
    public ApiProblem Problem { get; set; } = default!;

    /// <summary>Shows a button to try again.</summary>
    [Parameter]
    public EventCallback OnRetry { get; set; }

    /// <summary>For dialogs and above content that is still shown.</summary>
    [Parameter]
    public bool Compact { get; set; }

    /// <summary>Other ways on.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private static string IconOf(ApiProblemKind kind) => kind switch
    {
        ApiProblemKind.Unreachable => Icons.Material.Outlined.CloudOff,
        ApiProblemKind.NotFound => Icons.Material.Outlined.SearchOff,
        _ => Icons.Material.Outlined.ErrorOutline,
    };
}
