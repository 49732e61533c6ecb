using MudBlazor;

namespace Ingestion.Web.Components.Dialogs;

/// <summary>The sizes that dialogs come in.</summary>
public static class DialogForms
{
    public static DialogOptions Small { get; } = new() { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseOnEscapeKey = true };

    public static DialogOptions Form { get; } = new() { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true, BackdropClick = false };
}
