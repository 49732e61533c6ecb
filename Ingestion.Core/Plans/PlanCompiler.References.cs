using System.Text.Json;
using System.Text.Json.Serialization;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.References;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Plans;

internal sealed partial class PlanCompiler
{
    private static readonly JsonSerializerOptions Strict = new(ContractsJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
    private readonly List<ReferenceRequest> _references = [];

    /// <summary>The check; null where its parameters make none, or while what it looks into is not loaded.</summary>
    private ReferenceCheck? CompileReference(PlanCheck check, ColumnSpec column, RuleParams parameters, string path)
    {
        var artifact = parameters.Needed("artifactId", "the id of the artifact to look into");
        var name = parameters.Needed("column", "the column of the artifact to look into");
        var ignoreCase = parameters.Flag("ignoreCase");
        if (artifact is not null && !Guid.TryParse(artifact, out _))
            parameters.Problem("artifactId", $"'{artifact}' is no artifact's id; GET /ingestion/artifacts lists them.");
        if (ignoreCase && column.Type != ColumnType.Text)
            parameters.Problem("ignoreCase", $"It is for TEXT, and column '{column.Name}' is {EnumWords.Of(column.Type)}.");
        var source = SourceOf(parameters);
        if (parameters.HasProblem)
            return null;
        if (references.TryGetValue(path, out var loaded))
            return new ReferenceCheck(check, loaded, name!, ignoreCase);
        _references.Add(new ReferenceRequest(path, ArtifactId.From(Guid.Parse(artifact!)), name!, source, column, ignoreCase));
        return null;
    }

    private static SourceOptions SourceOf(RuleParams parameters)
    {
        if (parameters.Of("source") is not { } given)
            return new SourceOptions();
        try
        {
            var source = given.Deserialize<SourceOptions>(Strict)!;
            foreach (var (name, message) in SourceOptionsCheck.Problems(source))
                parameters.Problem(name, message);
            return source;
        }
        catch (JsonException problem)
        {
            parameters.Problem("source", $"It is an object as the recipe's own source, which this is not{(problem.Path is "$" or null ? "" : $" ({problem.Path})")}.");
            return new SourceOptions();
        }
    }
}
