using Ingestion.Contracts;
using Ingestion.Core.Rules;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ingestion.Api.Templates;

/// <summary>The catalog of cleaning rules.</summary>
internal static class TemplatesApi
{
    public static void MapTemplatesApi(this RouteGroupBuilder api) =>
        api.MapGroup("/ingestion/templates").WithTags("Templates")
            .MapGet("/cleaning", ListCleaning)
            .WithName("ListCleaningTemplates").WithSummary("The rules that a recipe can name, with JSON Schema of their parameters.");

    private static Ok<IReadOnlyList<RuleTemplate>> ListCleaning() => TypedResults.Ok(RuleTemplates.All);
}
