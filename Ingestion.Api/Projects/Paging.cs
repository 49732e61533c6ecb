using System.Diagnostics.CodeAnalysis;
using Ingestion.Api.Problems;
using Ingestion.Contracts;
using Ingestion.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ingestion.Api.Projects;

/// <summary>What every list takes: <c>limit</c>, <c>cursor</c> and, where it is a project's, <c>projectId</c>.</summary>
internal readonly record struct Paging(ProjectId ProjectId, int Limit)
{
    private const int DefaultLimit = 50;
    private const int LargestLimit = 200;

    public static bool TryRead(
        string? projectId, int? limit, string? cursor, out Paging page, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var isId = ProjectId.TryParse(projectId, null, out var id);
        problem = isId ? null
            : string.IsNullOrEmpty(projectId) ? Problem.Invalid("projectId", "This is required: say whose list you want.")
            : Problem.Invalid("projectId", Problem.NotAnId);
        page = default;
        if (problem is not null || !TryRead(limit, cursor, out var take, out problem))
            return false;
        page = new(id, take);
        return true;
    }

    public static bool TryRead(int? asked, string? cursor, out int limit, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        limit = asked ?? DefaultLimit;
        problem = limit is < 1 or > LargestLimit ? Problem.Invalid("limit", $"Choose 1 to {LargestLimit}; the default is {DefaultLimit}.")
            : !PageCursor.IsValid(cursor) ? Problem.Invalid("cursor", "This is not a cursor: give back the nextCursor of the page before, or leave it out.")
            : null;
        return problem is null;
    }
}
