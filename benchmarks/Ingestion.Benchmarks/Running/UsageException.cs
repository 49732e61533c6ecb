namespace Ingestion.Benchmarks.Running;

/// <summary>The command line asks for something that isn't there; the message says what is.</summary>
internal sealed class UsageException(string message) : Exception(message);
