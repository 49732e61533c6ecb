using System.Net;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Standalone.Tests.Jobs;

/// <summary>REFERENCE and FILL by PREVIOUS through the real process as a program uses them.</summary>
public sealed class ReferenceJobTests(SharedStandalone shared)
{
    private const string Orders = "country,n\nde,1\n,2\nXX,3\n";

    private ApiClient Api => shared.Api;

    [Fact]
    public async Task Upload_WithAReference_RejectsWhatIsNotInIt()
    {
        var project = await Api.CreateProjectAsync();
        var reference = await UploadOnlyAsync(project, "code,name\nDE,Germany\nFR,France\n");

        var answer = await Api.UploadAsync(project, "orders.csv", Orders, RecipeOf(reference));

        Assert.Equal((JobStatus.Completed, 3L, 2L, 1L), (answer.Job.Status, answer.Job.RowsRead, answer.Job.RowsClean, answer.Job.RowsRejected));
        Assert.Equal("'XX' is not among the 2 values of the reference's column 'code'.", answer.Json.GetProperty("previewRows")[2].GetProperty("violations")[0].GetProperty("message").GetString());
        Assert.Equal("country,n\nde,1\nde,2\n", (await Api.GetAsync($"/ingestion/jobs/{answer.Job.Id}/result?format=csv")).Text);
    }

    [Fact]
    public async Task Reference_OfAnotherProjectOrDeleted_IsAProblemOfItsParameter()
    {
        var project = await Api.CreateProjectAsync();
        var artifact = await UploadOnlyAsync(project, Orders);
        var theirs = await UploadOnlyAsync(await Api.CreateProjectAsync("Others"), "code,name\nDE,Germany\n");
        var deleted = await UploadOnlyAsync(project, "code,name\nDE,Germany\n");
        Assert.Equal(HttpStatusCode.OK, (await PreviewAsync(project, artifact, deleted)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await Api.DeleteAsync($"/ingestion/artifacts/{deleted}")).Status);

        foreach (var unknown in (string[])[theirs, deleted])
        {
            Answer[] answers =
            [
                await PreviewAsync(project, artifact, unknown),
                await Api.PostAsync("/ingestion/jobs", new { projectId = project, artifactId = artifact, recipe = Read(RecipeOf(unknown)) }),
            ];
            Assert.All(answers, answer =>
            {
                Assert.Equal((HttpStatusCode.BadRequest, "invalid-request"), (answer.Status, answer.ProblemType));
                Assert.StartsWith($"There is no artifact {unknown} in this project.", answer.Json.GetProperty("errors").GetProperty("recipe.rules[1].params.artifactId")[0].GetString(), StringComparison.Ordinal);
            });
        }
    }

    private static string RecipeOf(string reference) => $$"""
        { "rules": [
          { "id": "down", "type": "FILL", "column": "country", "params": { "mode": "PREVIOUS" } },
          { "id": "known", "type": "REFERENCE", "column": "country", "params": { "artifactId": "{{reference}}", "column": "code", "ignoreCase": true } } ] }
        """;

    private static Recipe Read(string recipe) => System.Text.Json.JsonSerializer.Deserialize<Recipe>(recipe, ContractsJson.Options)!;

    private Task<Answer> PreviewAsync(ProjectId project, string artifact, string reference) =>
        Api.PostAsync("/ingestion/preview", new { projectId = project, artifactId = artifact, recipe = Read(RecipeOf(reference)) });

    private async Task<string> UploadOnlyAsync(ProjectId project, string text) =>
        (await Api.UploadAsync(project, "reference.csv", text, start: false)).Json.GetProperty("artifactId").GetString()!;
}
