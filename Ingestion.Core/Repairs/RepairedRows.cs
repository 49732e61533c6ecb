using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Results;

namespace Ingestion.Core.Repairs;

/// <summary>Which of a job's rejects repairs have added to its result.</summary>
internal sealed class RepairedRows
{
    private readonly HashSet<string> _marks;

    private RepairedRows(HashSet<string> marks) => _marks = marks;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _marks.Count == 0;

    /// <summary>Whether a reject is one of them.</summary>
    public bool Contains(RejectedRow row) => _marks.Count > 0 && _marks.Contains(RepairSource.MarkOf(RejectPosition.Of(row) with { Confidence = 0 }));

    /// <summary>Reads those that a manifest names.</summary>
    /// <exception cref="InvalidDataException">One of its lists is missing or damaged.</exception>
    public static async ValueTask<RepairedRows> ReadAsync(IArtifactStore store, JobKeys keys, ResultManifest manifest, CancellationToken cancellationToken)
    {
        var marks = new HashSet<string>();
        foreach (var repair in manifest.Repairs)
            marks.UnionWith(await ReadAsync<string>(store, keys.Folder + repair.Name, cancellationToken));
        return new RepairedRows(marks);
    }

    /// <summary>Reads a list that <see cref="WriteAsync"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is missing or damaged.</exception>
    public static async ValueTask<IReadOnlyList<T>> ReadAsync<T>(IArtifactStore store, string key, CancellationToken cancellationToken)
    {
        using var reader = await store.OpenAsync(key, cancellationToken) ?? throw new InvalidDataException($"The account of a repair '{key}' is missing.");
        try
        {
            await using var stream = reader.AsStream();
            return await JsonSerializer.DeserializeAsync<T[]>(stream, ContractsJson.Options, cancellationToken) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The account of a repair '{key}' is damaged: {exception.Message}", exception);
        }
    }

    /// <summary>Writes a list, atomically.</summary>
    public static async ValueTask WriteAsync<T>(IArtifactStore store, string key, IEnumerable<T> rows, CancellationToken cancellationToken)
    {
        await using var writer = await store.CreateAsync(key, cancellationToken);
        await JsonSerializer.SerializeAsync(writer.Stream, rows, ContractsJson.Options, cancellationToken);
        await writer.CommitAsync(cancellationToken);
    }
}
