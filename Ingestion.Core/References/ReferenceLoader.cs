using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Chunks;
using Ingestion.Core.Columns;
using Ingestion.Core.Csv;
using Ingestion.Core.Plans;
using Ingestion.Core.Runs;

namespace Ingestion.Core.References;

/// <summary>
/// Reads the column that a REFERENCE rule looks into, through the same reader and types as a job: each cell as the checked column's type, in
/// the format found in the reference where that is of the type, and else in the checked column's. A cell that does not fit, and a row that
/// cannot be read, has no value.
/// </summary>
public sealed class ReferenceLoader(IArtifactStore store, EngineOptions options)
{
    private const string Staged = "reference";

    /// <summary>The loader for a project's recipes.</summary>
    public LoadReferenceAsync Of(ProjectId projectId) => (request, cancellationToken) => LoadAsync(projectId, request, cancellationToken);

    /// <summary>Whether the artifact is there.</summary>
    /// <exception cref="IOException">The store is out of reach.</exception>
    public async Task<bool> ExistsAsync(ProjectId projectId, ArtifactId artifactId, CancellationToken cancellationToken)
    {
        using var raw = await store.OpenAsync(ArtifactKeys.Raw(projectId, artifactId), cancellationToken);
        return raw is not null;
    }

    /// <summary>Reads the column, on a thread of its own.</summary>
    /// <exception cref="IOException">The store is out of reach, or a document finds no room in <see cref="EngineOptions.TemporaryFolder"/>.</exception>
    public Task<ReferenceLoad> LoadAsync(ProjectId projectId, ReferenceRequest request, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => Load(projectId, request, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private ReferenceLoad Load(ProjectId projectId, ReferenceRequest request, CancellationToken cancellationToken)
    {
        using var raw = store.OpenAsync(ArtifactKeys.Raw(projectId, request.ArtifactId), cancellationToken).AsTask().GetAwaiter().GetResult();
        if (raw is null)
            return ReferenceLoad.Unknown(request);
        try
        {
            var layout = SourceSniffer.Sniff(raw, request.Source, options, cancellationToken);
            if (layout.Columns.FirstOrDefault(column => column.Name == request.Column) is not { } column)
                return new(null, request.Problem("column", $"The reference has no column '{request.Column}'. It has {string.Join(", ", layout.Columns.Take(12).Select(known => $"'{known.Name}'"))}."));
            var compiled = Plan.Compile(new Recipe { Source = request.Source, Mapping = [MappingOf(column, request.Values)] }, layout);
            return compiled.Plan is { } plan
                ? layout.IsStaged ? LoadStaged(raw, layout, plan, request, cancellationToken) : Load(raw, layout, plan, request, cancellationToken)
                : new(null, request.Problem("column", string.Join(" ", compiled.Problems.Select(problem => problem.Message))));
        }
        catch (UnreadableSourceException unreadable)
        {
            return new(null, request.Problem("artifactId", $"The reference cannot be read: {unreadable.Message}"));
        }
    }

    private ReferenceLoad LoadStaged(ArtifactReader raw, CsvLayout layout, Plan plan, ReferenceRequest request, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(options.TemporaryFolder, $"reference-{Guid.NewGuid():N}");
        try
        {
            var staging = new FolderArtifactStore(folder, flushToDisk: false);
            SourceText.StageAsync(staging, raw, layout, Staged, options.Documents, cancellationToken).GetAwaiter().GetResult();
            using var source = staging.OpenAsync(Staged, cancellationToken).AsTask().GetAwaiter().GetResult()!;
            return Load(source, layout, plan, request, cancellationToken);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private ReferenceLoad Load(ArtifactReader source, CsvLayout layout, Plan plan, ReferenceRequest request, CancellationToken cancellationToken)
    {
        var chunks = CsvChunkPlanner.Plan(source, layout, options.ChunkBytesFor(source.LengthBytes), options.MaxRecordBytes, cancellationToken);
        using var evaluator = new ChunkEvaluator(plan, layout, chunks, options);
        var (values, key) = (new ReferenceValues(options.MaxReferenceValues), new ReferenceKey(request.IgnoreCase));
        foreach (var chunk in chunks.Chunks)
        {
            var evaluated = evaluator.Evaluate(source, chunk, cancellationToken);
            for (var slot = 0; slot < evaluated.SlotCount; slot++)
            {
                if (!evaluated.Columns[0].IsNull(slot) && !values.TryAdd(key.Of(evaluated.Columns[0], slot)))
                    return TooMany(request);
            }
        }
        return values.Column() is { } column ? new(column, null) : TooMany(request);
    }

    private ReferenceLoad TooMany(ReferenceRequest request) => new(null, request.Problem("column", FormattableString.Invariant(
        $"The reference's column '{request.Column}' has more than {options.MaxReferenceValues:N0} different values, which is the limit (Engine:MaxReferenceValues). Join the data elsewhere, or raise it: each value takes some 17 bytes of each silo.")));

    private static ColumnMapping MappingOf(SourceColumn column, ColumnSpec values)
    {
        var format = values.Type switch
        {
            // A number with more decimals than the column can have is equal to none of its values.
            ColumnType.Decimal => ColumnFormat.Decimal(values.Precision, values.Scale),
            ColumnType.Date or ColumnType.Timestamp when column.Type != values.Type || ColumnFormat.Resolve("", column.Type, column.Format, out _).IsUtc != values.IsUtc =>
                values.Pattern ?? (values.IsUtc ? ColumnFormat.IsoZoned : null),
            _ => null,
        };
        return new ColumnMapping(column.Name, null, values.Type, format);
    }
}
