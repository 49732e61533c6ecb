using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Ingestion.Web.Components.Dialogs;

/// <summary>Asks for a name and creates a project; closes with the project.</summary>
public sealed partial class CreateProjectDialog
{
    private string _name = "";
    private bool _busy;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    private async Task CreateAsync()
    {
        _busy = true;
        await TryAsync(async () => Dialog.Close(await Api.CreateProjectAsync(_name.Trim(), Gone)));
        _busy = false;
    }
}
