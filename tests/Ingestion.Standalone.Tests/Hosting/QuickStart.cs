namespace Ingestion.Standalone.Tests.Hosting;

/// <summary>
/// How tests start hosts. They start them by the dozen and use each for seconds, so that what they pay for is the start: everything is compiled
/// quickly first, loops too, nothing again before 100 ms (0x64) without anything new to compile, and there is no warm-up. A start takes three fifths of the CPU
/// time that it takes as hosts are set up for work of hours. Nothing but speed depends on any of it.
/// </summary>
internal static class QuickStart
{
    public static IReadOnlyList<(string Name, string Value)> Settings { get; } =
    [
        ("DOTNET_TC_QuickJit", "1"),
        ("DOTNET_TC_QuickJitForLoops", "1"),
        ("DOTNET_TC_CallCountingDelayMs", "64"),
        ("DOTNET_TieredPGO", "0"),
        ("Silo__WarmUp", "false"),
    ];
}
