namespace Ingestion.Core.Tests.Profiling.Sketches;

/// <summary>What a sketch writes.</summary>
internal static class SketchBytes
{
    public static byte[] Of(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        write(writer);
        writer.Flush();
        return stream.ToArray();
    }
}
