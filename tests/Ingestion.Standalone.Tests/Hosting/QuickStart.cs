namespace Ingestion.Standalone.Tests.Hosting;

/// <summary>
/// How tests start hosts. They start them by the dozen and use each for seconds, so that what they pay for is the start: compiled quickly
/// first, and without the warm-up, a start takes three fifths of its CPU time. Nothing but speed depends on either.
/// </summary>
internal static class QuickStart
{
    public static IReadOnlyList<(string Name, string Value)> Settings { get; } =
        [("DOTNET_TC_QuickJit", "1"), ("DOTNET_TieredPGO", "0"), ("Silo__WarmUp", "false")];
}
