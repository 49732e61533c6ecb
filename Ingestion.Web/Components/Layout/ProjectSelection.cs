using Ingestion.Contracts;
using Microsoft.AspNetCore.Components;

namespace Ingestion.Web.Components.Layout;

/// <summary>The user's projects and the one that the address names, cascaded to every page with the way to create another.</summary>
public sealed record ProjectSelection(IReadOnlyList<Project> Projects, Project? Current, EventCallback CreateAsync)
{
    /// <summary>Whether the user may upload, cancel and retry in the current project.</summary>
    public bool MayEdit => Current is { Role: not ProjectRole.Viewer };
}
