using Ingestion.Contracts;
using Ingestion.Core.Columns;

namespace Ingestion.Core.References;

/// <summary>The column of another artifact that a REFERENCE rule looks into.</summary>
/// <param name="RulePath">The rule's place in its recipe, such as <c>rules[2]</c>.</param>
/// <param name="ArtifactId">The artifact.</param>
/// <param name="Column">Its column, by the name in the source.</param>
/// <param name="Source">How it is read.</param>
/// <param name="Values">The column that the rule checks: the reference's cells are read as its type.</param>
/// <param name="IgnoreCase">Whether upper and lower case are the same.</param>
public sealed record ReferenceRequest(string RulePath, ArtifactId ArtifactId, string Column, SourceOptions Source, ColumnSpec Values, bool IgnoreCase)
{
    /// <summary>What is wrong with one of the rule's parameters.</summary>
    internal RecipeProblem Problem(string parameter, string message) => new($"{RulePath}.params.{parameter}", message);
}

/// <summary>A reference's values, or why there are none.</summary>
/// <param name="Column">Null when there is a problem.</param>
/// <param name="Problem">Null when there is a column.</param>
public sealed record ReferenceLoad(ReferenceColumn? Column, RecipeProblem? Problem)
{
    /// <summary>That the project has no such artifact. One of another project is none.</summary>
    public static ReferenceLoad Unknown(ReferenceRequest request) => new(null, request.Problem(
        "artifactId", $"There is no artifact {request.ArtifactId} in this project. Was it deleted? Upload the reference again and name the new one."));
}

/// <summary>Finds the values that a rule asks for: those of a project, and perhaps kept from the last time.</summary>
public delegate Task<ReferenceLoad> LoadReferenceAsync(ReferenceRequest request, CancellationToken cancellationToken);
