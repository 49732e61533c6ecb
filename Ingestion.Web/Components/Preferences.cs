namespace Ingestion.Web.Components;

/// <summary>What <c>ingestion.js</c> remembers of the reader in cookies, so that the first paint is already right.</summary>
public sealed record Preferences(bool Dark, string? TimeZone)
{
    /// <summary>Reads a request's cookies.</summary>
    public static Preferences Of(HttpRequest request) =>
        new(request.Cookies["ingestion.theme"] == "dark", request.Cookies["ingestion.timezone"]);
}
