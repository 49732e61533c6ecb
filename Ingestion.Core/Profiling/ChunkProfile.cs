using System.IO.Hashing;
using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Plans;
using Ingestion.Core.Profiling.Conclusions;
using Ingestion.Core.Results;

namespace Ingestion.Core.Profiling;

/// <summary>
/// What is known of every source column from one chunk, or from several that follow each other. As an object of the artifact store:
/// 8 bytes <c>INGPROF2</c>, the rows, the columns with their summaries, and the XXH128 of all that. What people see is concluded of it
/// when somebody looks: of a small job that costs more than to count its values.
/// </summary>
public sealed class ChunkProfile
{
    private readonly ColumnSummary[] _columns;

    internal ChunkProfile(ColumnSummary[] columns) => _columns = columns;

    /// <summary>How many rows were looked at.</summary>
    public long Rows { get; internal set; }

    internal IReadOnlyList<ColumnSummary> Columns => _columns;

    private static ReadOnlySpan<byte> Magic => "INGPROF2"u8;

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
        // At a job's end there is nothing else to do.
        Parallel.For(0, _columns.Length, column => _columns[column].Merge(next._columns[column]));
        next.Release();
    }

    /// <summary>Gives its memory back: nothing is to be concluded of it any more.</summary>
    public void Release()
    {
        foreach (var column in _columns)
            column.Release();
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
        using var checksum = new ChecksumStream(stream);
        using var writer = new BinaryWriter(checksum, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(Rows);
        writer.Write(_columns.Length);
        foreach (var column in _columns)
        {
            column.Column.Write(writer);
            column.Write(writer);
        }
        stream.Write(checksum.Hash());
    }

    /// <summary>Reads what <see cref="Write"/> wrote; null when it is not there.</summary>
    /// <exception cref="InvalidDataException">It is cut or damaged, or of a version that is not known here.</exception>
    public static async ValueTask<ChunkProfile?> ReadAsync(IArtifactStore store, string key, CancellationToken cancellationToken = default)
    {
        if (await ReadWholeAsync(store, key, cancellationToken) is not { } bytes)
            return null;
        using var reader = new BinaryReader(new MemoryStream(bytes, Magic.Length, bytes.Length - Magic.Length));
        var rows = reader.ReadInt64();
        var columns = new ColumnSummary[reader.ReadInt32()];
        var bounds = ProfileBounds.Of(columns.Length);
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = new ColumnSummary(ProfiledColumn.Read(reader), bounds);
            columns[i].Read(reader);
        }
        return new ChunkProfile(columns) { Rows = rows };
    }

    /// <summary>Whether an object is a profile and whole.</summary>
    public static async ValueTask<bool> IsIntactAsync(IArtifactStore store, string key, CancellationToken cancellationToken = default)
    {
        try
        {
            return await ReadWholeAsync(store, key, cancellationToken) is not null;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    internal void Clear()
    {
        Rows = 0;
        foreach (var column in _columns)
            column.Clear();
    }

    private static async ValueTask<byte[]?> ReadWholeAsync(IArtifactStore store, string key, CancellationToken cancellationToken)
    {
        using var reader = await store.OpenAsync(key, cancellationToken);
        if (reader is null)
            return null;
        var bytes = new byte[reader.LengthBytes];
        if (bytes.Length >= Magic.Length + ChecksumStream.HashBytes && reader.ReadFully(0, bytes) == bytes.Length && bytes.AsSpan().StartsWith(Magic)
            && XxHash128.Hash(bytes.AsSpan(..^ChecksumStream.HashBytes)).AsSpan().SequenceEqual(bytes.AsSpan(^ChecksumStream.HashBytes..)))
            return bytes;
        throw new InvalidDataException($"The profile '{key}' is damaged. Run the job again to have one.");
    }
}
