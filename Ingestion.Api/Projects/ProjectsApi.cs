using System.Net.Mail;
using System.Security.Claims;
using Ingestion.Api.Auth;
using Ingestion.Api.Problems;
using Ingestion.Contracts;
using Ingestion.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ingestion.Api.Projects;

/// <summary>Projects and their members.</summary>
internal static class ProjectsApi
{
    private const int LongestName = 200;

    public static void MapProjectsApi(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/projects").WithTags("Projects");
        group.MapPost("/", CreateAsync)
            .WithName("CreateProject").WithSummary("Make a project; its maker owns it.");
        group.MapGet("/", ListAsync)
            .WithName("ListProjects").WithSummary("The signed-in user's projects, newest first.");
        group.MapGet("/{id}", GetAsync)
            .WithName("GetProject").WithSummary("One project, with the signed-in user's role in it.");
        group.MapPost("/{id}/members", SetMemberAsync)
            .WithName("SetProjectMember").WithSummary("Give a user a role in the project, or change it.");
    }

    private static async Task<Results<Created<Project>, ProblemHttpResult>> CreateAsync(
        CreateProject body, ClaimsPrincipal user, ProjectTable projects, CancellationToken cancellationToken)
    {
        if (body.Name.Trim() is not { Length: > 0 and <= LongestName } name)
            return Problem.Invalid("name", $"Give the project a name of 1 to {LongestName} characters.");
        var project = await projects.CreateAsync(name, user.Id(), cancellationToken);
        return TypedResults.Created($"/projects/{project.Id}", project);
    }

    private static async Task<Results<Ok<Page<Project>>, ProblemHttpResult>> ListAsync(
        ClaimsPrincipal user, ProjectTable projects, int? limit, string? cursor, CancellationToken cancellationToken) =>
        Paging.TryRead(limit, cursor, out var take, out var problem)
            ? TypedResults.Ok(await projects.ListAsync(user.Id(), take, cursor, cancellationToken))
            : problem;

    private static async Task<Results<Ok<Project>, ProblemHttpResult>> GetAsync(
        ProjectId id, ClaimsPrincipal user, ProjectTable projects, CancellationToken cancellationToken) =>
        await projects.GetAsync(id, user.Id(), cancellationToken) is { } project
            ? TypedResults.Ok(project)
            : Problem.NotFound("project", id);

    private static async Task<Results<Ok<Member>, ProblemHttpResult>> SetMemberAsync(
        ProjectId id, SetMember body, ClaimsPrincipal user, ProjectAccess access, ProjectTable projects, CancellationToken cancellationToken)
    {
        if (await access.RefuseAsync(user, id, ProjectRole.Owner, cancellationToken) is { } refused)
            return refused;
        if (!MailAddress.TryCreate(body.Email, out _))
            return Problem.Invalid("email", "This is not an e-mail address.");
        return await projects.SetMemberAsync(id, body.Email.Trim(), body.Role, cancellationToken) is { } member
            ? TypedResults.Ok(member)
            : Problem.Invalid("email", $"Nobody has an account with the e-mail {body.Email.Trim()}.");
    }
}

internal sealed record CreateProject(string Name);

internal sealed record SetMember(string Email, ProjectRole Role);
