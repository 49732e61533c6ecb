using System.IO.Hashing;
using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Plans;
using Ingestion.Core.Profiling.Conclusions;

namespace Ingestion.Core.Profiling;

/// <summary>
/// What is known of every source column from one chunk, or from several that follow each other. As an object of the artifact store:
/// 8 bytes <c>INGPROF1</c>, the rows and the columns' summaries, and the XXH3-64 of all that.
/// </summary>
public sealed class ChunkProfile
{
    private const int ChecksumBytes = 8;
    private readonly ColumnSummary[] _columns;

    internal ChunkProfile(ColumnSummary[] columns) => _columns = columns;

    /// <summary>How many rows were looked at.</summary>
    public long Rows { get; internal set; }

    internal IReadOnlyList<ColumnSummary> Columns => _columns;

    private static ReadOnlySpan<byte> Magic => "INGPROF1"u8;

    /// <summary>Nothing seen yet.</summary>
    public static ChunkProfile Empty(Plan plan, IReadOnlyList<SourceColumn> source)
    {
        var columns = ProfiledColumn.Of(plan, source);
        var bounds = ProfileBounds.Of(columns.Count);
        return new ChunkProfile([.. columns.Select(column => new ColumnSummary(column, bounds))]);
    }

    /// <summary>Adds what the next chunk in source order has seen; that profile is used up.</summary>
    public void Merge(ChunkProfile next)
    {
        Rows += next.Rows;
        for (var i = 0; i < _columns.Length; i++)
            _columns[i].Merge(next._columns[i]);
    }

    /// <summary>The profile that people see.</summary>
    /// <param name="isSample">Whether there are more rows than these.</param>
    public DatasetProfile Conclude(bool isSample) => new()
    {
        Rows = Rows,
        IsSample = isSample,
        Columns = [.. _columns.Select(column => ColumnConclusion.Of(column, Rows))],
    };

    /// <summary>Writes it to a stream of an <see cref="ArtifactWriter"/>, whose owner commits it.</summary>
    /// <exception cref="IOException">The store is full or out of reach.</exception>
    public void Write(Stream stream)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(Rows);
        writer.Write(_columns.Length);
        foreach (var column in _columns)
            column.Write(writer);
        writer.Flush();
        writer.Write(XxHash3.HashToUInt64(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
        writer.Flush();
        buffer.WriteTo(stream);
    }

    /// <summary>Reads what <see cref="Write"/> wrote under the same plan; null when it is not there, cut or damaged.</summary>
    public static async ValueTask<ChunkProfile?> ReadAsync(
        IArtifactStore store, string key, Plan plan, IReadOnlyList<SourceColumn> source, CancellationToken cancellationToken = default)
    {
        var bytes = await ReadWholeAsync(store, key, cancellationToken);
        if (bytes is null)
            return null;
        var profile = Empty(plan, source);
        using var reader = new BinaryReader(new MemoryStream(bytes, Magic.Length, bytes.Length - Magic.Length));
        profile.Rows = reader.ReadInt64();
        if (reader.ReadInt32() != profile._columns.Length)
            return null;
        foreach (var column in profile._columns)
            column.Read(reader);
        return profile;
    }

    /// <summary>Whether an object is a profile and whole.</summary>
    public static async ValueTask<bool> IsIntactAsync(IArtifactStore store, string key, CancellationToken cancellationToken = default) =>
        await ReadWholeAsync(store, key, cancellationToken) is not null;

    internal void Clear()
    {
        Rows = 0;
        foreach (var column in _columns)
            column.Clear();
    }

    private static async ValueTask<byte[]?> ReadWholeAsync(IArtifactStore store, string key, CancellationToken cancellationToken)
    {
        using var reader = await store.OpenAsync(key, cancellationToken);
        if (reader is null || reader.LengthBytes < Magic.Length + ChecksumBytes)
            return null;
        var bytes = new byte[reader.LengthBytes];
        return reader.ReadFully(0, bytes) == bytes.Length && bytes.AsSpan().StartsWith(Magic)
            && XxHash3.HashToUInt64(bytes.AsSpan(0, bytes.Length - ChecksumBytes)) == BitConverter.ToUInt64(bytes.AsSpan(bytes.Length - ChecksumBytes))
            ? bytes
            : null;
    }
}
