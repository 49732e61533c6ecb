using MudBlazor;

namespace Ingestion.Web.Components.Layout;

/// <summary>The application's colours and type. Text colours keep a contrast of at least 4.5 to 1 on their surfaces.</summary>
public static class Theme
{
    // The system's own faces: nothing to download, and numbers with figures of one width.
    private static readonly string[] Faces =
        ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Ubuntu", "Cantarell", "Noto Sans", "Helvetica Neue", "Arial", "sans-serif"];

    public static MudTheme Ingestion { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#2453c7",
            Secondary = "#5b6472",
            Success = "#1a7f46",
            Warning = "#946000",
            Error = "#c02f2f",
            Info = "#2453c7",
            Background = "#f5f6f8",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1b2230",
            TextPrimary = "#1b2230",
            TextSecondary = "#5b6472",
            ActionDefault = "#5b6472",
            LinesDefault = "#e1e4ea",
            LinesInputs = "#8b94a3",
            TableLines = "#e9ebf0",
            TableHover = "#f5f7fb",
            Divider = "#e1e4ea",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8ab0ff",
            PrimaryContrastText = "#0c1424",
            Secondary = "#a0a9b8",
            Success = "#5ccf8f",
            SuccessContrastText = "#0c1424",
            Warning = "#e5b04a",
            WarningContrastText = "#0c1424",
            Error = "#ff8a80",
            ErrorContrastText = "#0c1424",
            Info = "#8ab0ff",
            Background = "#10141c",
            Surface = "#181e29",
            AppbarBackground = "#181e29",
            AppbarText = "#e7eaf0",
            TextPrimary = "#e7eaf0",
            TextSecondary = "#a0a9b8",
            ActionDefault = "#a0a9b8",
            LinesDefault = "#2b3342",
            LinesInputs = "#6b7587",
            TableLines = "#262e3c",
            TableHover = "#1d2430",
            Divider = "#2b3342",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px", AppbarHeight = "56px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Faces, FontSize = "0.9375rem", LineHeight = "1.5", LetterSpacing = "normal" },
            H1 = new H1Typography { FontFamily = Faces, FontSize = "1.5rem", FontWeight = "650", LineHeight = "1.25", LetterSpacing = "-0.01em" },
            H2 = new H2Typography { FontFamily = Faces, FontSize = "1.0625rem", FontWeight = "600", LineHeight = "1.35", LetterSpacing = "normal" },
            H6 = new H6Typography { FontFamily = Faces, FontSize = "1.0625rem", FontWeight = "600", LineHeight = "1.35", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Faces, FontSize = "0.875rem", FontWeight = "550", TextTransform = "none", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Faces, FontSize = "0.9375rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Faces, FontSize = "0.875rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Caption = new CaptionTypography { FontFamily = Faces, FontSize = "0.8125rem", LineHeight = "1.4", LetterSpacing = "normal" },
        },
    };
}
