using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace Ingestion.Web.Components;

/// <summary>The document around every page. A sign-in page is plain HTML; all others are interactive.</summary>
public sealed partial class App
{
    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    private Preferences Preferences => Preferences.Of(HttpContext.Request);

    private IComponentRenderMode? RenderModeOfPage => HttpContext.AcceptsInteractiveRouting() ? RenderMode.InteractiveServer : null;
}
