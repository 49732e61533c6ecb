using System.Diagnostics;

namespace Ingestion.Silo.Telemetry;

/// <summary>The steps of a chunk, one after the other: each ends where the next begins. What a step waits for is part of it.</summary>
internal sealed class ChunkSteps : IDisposable
{
    public const string Read = "ingestion.chunk.read";
    public const string Dedupe = "ingestion.chunk.dedupe";
    public const string Write = "ingestion.chunk.write";
    private Activity? _step;

    public void Next(string name)
    {
        _step?.Dispose();
        _step = JobTrace.Step(name);
    }

    public void Dispose() => _step?.Dispose();
}
