using Ingestion.Core.Artifacts;
using Ingestion.Core.Results;

namespace Ingestion.Core.Dedupe;

/// <summary>
/// The dedupe keys of a result to which rows are to be added: a row whose key is there is a duplicate, whatever the rule keeps, for what
/// is published stays. They are read from the key files of the result's chunks as they are asked for, so that memory holds one file's
/// keys and not the result's.
/// </summary>
public sealed class KnownKeys
{
    private readonly IArtifactStore _store;
    private readonly IReadOnlyList<string> _files;
    private readonly int _rules;

    private KnownKeys(IArtifactStore store, IReadOnlyList<string> files, int rules)
    {
        _store = store;
        _files = files;
        _rules = rules;
    }

    /// <summary>Finds the key files of a job's result.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="keys">The job's objects.</param>
    /// <param name="rules">How many DEDUPE rules its recipe has.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="UnreadableSourceException">There is no result, or they were not kept.</exception>
    public static async ValueTask<KnownKeys> OpenAsync(IArtifactStore store, JobKeys keys, int rules, CancellationToken cancellationToken = default)
    {
        var manifest = await ManifestStore.ReadAsync(store, keys, cancellationToken) ?? throw new UnreadableSourceException("The job whose rejects are to be repaired has no result.");
        var files = new List<string>();
        foreach (var file in await store.ListAsync(keys.KeysFolder, cancellationToken))
        {
            // A repair that was not published in the end may have left some.
            if (!JobKeys.IsOfRepair(file, out var repair) || manifest.Repairs.Any(part => part.JobId == repair))
                files.Add(file);
        }
        return files.Count > 0 || manifest.RowCounts.Clean == 0
            ? new KnownKeys(store, files, rules)
            : throw new UnreadableSourceException(
                "The result was made by an older version of this service, which did not keep its DEDUPE keys. Run the job again and repair the new one's rejects.");
    }

    /// <summary>Says for each of a rule's keys whether the result has it.</summary>
    /// <exception cref="InvalidDataException">A key file is damaged.</exception>
    /// <exception cref="IOException">The store is out of reach.</exception>
    public HashSet<UInt128> Find(int rule, PartitionedKeys keys)
    {
        var asked = new HashSet<UInt128>();
        for (var partition = 0; partition < keys.PartitionCount; partition++)
        {
            foreach (var key in keys.KeysOf(partition).Span)
                asked.Add(key);
        }
        var found = new HashSet<UInt128>();
        foreach (var file in _files)
        {
            using var reader = _store.OpenAsync(file).AsTask().GetAwaiter().GetResult() ?? throw new IOException($"The key file '{file}' is gone.");
            foreach (var key in KeyFile.ReadRule(reader, file, rule, _rules))
            {
                if (asked.Contains(key))
                    found.Add(key);
            }
        }
        return found;
    }
}
