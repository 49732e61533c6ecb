using Microsoft.AspNetCore.Components;

namespace Ingestion.Web.Components.Layout;

/// <summary>A page by itself: signing in.</summary>
public sealed partial class PlainLayout
{
    [CascadingParameter(Name = "StartsDark")]
    private bool StartsDark { get; set; }
}
