using Microsoft.AspNetCore.Components;

namespace Ingestion.Web.Components;

/// <summary>Styles and script of every page.</summary>
public sealed partial class PageHead
{
    [Inject]
    private IWebHostEnvironment Environment { get; set; } = default!;

    // A project's assets stand at the root when it is the host, and under its name when another one hosts it.
    private bool IsHost => Environment.ApplicationName == typeof(PageHead).Assembly.GetName().Name;

    private string Own(string path) => Assets[IsHost ? path : $"_content/Ingestion.Web/{path}"];
}
