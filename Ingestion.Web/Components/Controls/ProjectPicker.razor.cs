using Ingestion.Contracts;
using Ingestion.Web.Components.Layout;
using Microsoft.AspNetCore.Components;

namespace Ingestion.Web.Components.Controls;

/// <summary>Which project the pages show.</summary>
public sealed partial class ProjectPicker
{
    [Parameter]
    public ProjectSelection? Selection { get; set; }

    [Parameter]
    public EventCallback<Project> OnChosen { get; set; }

    [Parameter]
    public EventCallback OnCreate { get; set; }
}
