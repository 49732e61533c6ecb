namespace Ingestion.Cluster.Tests.Servers;

/// <summary>A server of the tests' own, a process or a container, that keeps its data and its port over a restart.</summary>
internal interface IServer : IAsyncDisposable
{
    string ConnectionString { get; }

    /// <summary>Starts it, and again after <see cref="StopAsync"/>, on the same port and data.</summary>
    Task StartAsync();

    /// <summary>Ends it as a service manager does.</summary>
    Task StopAsync();
}
