/// <summary>
/// Loads this assembly into a silo's process, where <see cref="Ingestion.Benchmarks.Cluster.Calls.CallCounting"/> is then found by its name: the silo
/// itself knows nothing of being counted. The runtime looks for a type of this name in no namespace (<c>DOTNET_STARTUP_HOOKS</c>).
/// </summary>
internal static class StartupHook
{
    /// <summary>Being loaded is all.</summary>
    public static void Initialize()
    {
    }
}
