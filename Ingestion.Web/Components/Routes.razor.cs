using Ingestion.Web.Formatting;
using Microsoft.AspNetCore.Components;

namespace Ingestion.Web.Components;

/// <summary>The root of every page, with the reader's preferences for all below.</summary>
public sealed partial class Routes
{
    private ClientTime _time = ClientTime.Of(null);

    [Parameter]
    public bool Dark { get; set; }

    [Parameter]
    public string? TimeZone { get; set; }

    protected override void OnInitialized() => _time = ClientTime.Of(TimeZone);
}
