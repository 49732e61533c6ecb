using System.Text;
using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Standalone.Tests.Jobs;

/// <summary>Saved recipes on new files, through the whole system.</summary>
public sealed class SavedRecipeTests(SharedStandalone standalone)
{
    private const string Recipe = """
        { "mapping": [ { "from": "order_id" }, { "from": "customer_name", "to": "customer" } ],
          "rules": [ { "id": "there", "type": "NOT_NULL", "column": "e_mail" } ] }
        """;

    private const string Renamed = "E-Mail,Order ID,custmer_name,region\na@x,1,Ada,n\n,2,Bob,s\n";

    private ApiClient Api => standalone.Api;

    [Fact]
    public async Task Upload_WithARecipeId_RunsItOnRenamedColumnsAndSaysSo()
    {
        var project = await Api.CreateProjectAsync();
        var saved = await SaveAsync(project);

        var answer = await Api.UploadAsync(project, "new.csv", Renamed, recipeId: saved.Id);

        var job = answer.Job;
        Assert.Equal((JobStatus.Completed, null, 1, 1), (job.Status, job.Error, job.RowsClean, job.RowsRejected));
        Assert.Equal("order_id,customer\n1,Ada\n", Encoding.UTF8.GetString(await Api.DownloadAsync($"/ingestion/jobs/{job.Id}/result?format=csv")));
        Assert.Equal((saved.Id, "nightly", 1), (job.RecipeMatch!.RecipeId, job.RecipeMatch.Name, job.RecipeMatch.Version));
        Assert.Equal(
            [("order_id", "Order ID", MatchWay.Normalized, 1.0), ("customer_name", "custmer_name", MatchWay.EditDistance, 0.917), ("e_mail", "E-Mail", MatchWay.Normalized, 1.0)],
            job.RecipeMatch.Matches.Select(match => (match.Column, match.Source, match.Way, match.Score)));
        Assert.Equal(["region"], job.RecipeMatch.UnusedColumns);
        Assert.Equal(3, answer.Json.GetProperty("recipeMatch").GetProperty("matches").GetArrayLength());
        Assert.Contains(await Api.LogOfAsync(job.Id), entry => entry is { Level: JobLogLevel.Warning } && entry.Message ==
            "Recipe 'nightly', version 1: 'order_id' is read from 'Order ID' (NORMALIZED, 1.00), 'customer_name' is read from 'custmer_name' (EDIT_DISTANCE, 0.92), "
            + "'e_mail' is read from 'E-Mail' (NORMALIZED, 1.00). Not used: 'region'.");
    }

    [Fact]
    public async Task Match_Preview_AndJob_AgreeOnWhatIsTakenForWhat()
    {
        var project = await Api.CreateProjectAsync();
        var saved = await SaveAsync(project);
        var artifactId = (await Api.UploadAsync(project, "new.csv", Renamed, start: false)).Json.GetProperty("artifactId").GetString();

        var match = (await Api.GetAsync($"/ingestion/recipes/{saved.Id}/match?artifactId={artifactId}")).Read<RecipeMatch>();
        var preview = (await Api.PostAsync("/ingestion/preview", new { projectId = project, artifactId, recipeId = saved.Id })).Read<PreviewResult>();
        var job = (await Api.PostAsync("/ingestion/jobs", new { projectId = project, artifactId, recipeId = saved.Id })).Read<Job>();

        Assert.Equal(Print(match), Print(preview.RecipeMatch!));
        Assert.Equal(Print(match.ForJob()), Print(job.RecipeMatch!));
        Assert.Equal(["order_id", "customer"], preview.Columns.Select(column => column.Name));
        Assert.Equal(1, (await Api.WaitForEndAsync(job.Id)).RowsClean);
    }

    [Fact]
    public async Task Job_ColumnBelowTheThreshold_IsRefusedWithWhatComesNear()
    {
        var project = await Api.CreateProjectAsync();
        var saved = await SaveAsync(project);
        const string Other = "Email address,order_id,customer_name\na@x,1,Ada\n";
        const string Refusal = "There is no column 'e_mail'. The source has 'Email address', 'order_id', 'customer_name'. "
            + "Nearest: 'Email address' (0.42); name the one that is meant, or have source.renames call it 'e_mail'.";

        var upload = await Api.UploadAsync(project, "other.csv", Other, recipeId: saved.Id);
        var artifactId = upload.Json.GetProperty("artifactId").GetString();
        var job = await Api.PostAsync("/ingestion/jobs", new { projectId = project, artifactId, recipeId = saved.Id });

        Assert.Equal((400, $"recipe.rules[0].column: {Refusal}"), ((int)upload.Status, upload.Detail));
        Assert.Equal((400, $"recipe.rules[0].column: {Refusal}"), ((int)job.Status, job.Detail));
        var match = (await Api.GetAsync($"/ingestion/recipes/{saved.Id}/match?artifactId={artifactId}")).Read<RecipeMatch>();
        Assert.Equal((MatchWay.None, new MatchCandidate("Email address", 0.417)), (match.Matches[2].Way, match.Matches[2].Candidates[0]));
    }

    [Fact]
    public async Task RecipeId_OfNothing_OrBesideARecipe_IsRefused()
    {
        var project = await Api.CreateProjectAsync();
        var saved = await SaveAsync(project);

        var both = await Api.UploadAsync(project, "a.csv", "a\n1\n", "{}", recipeId: saved.Id);
        var none = await Api.UploadAsync(project, "a.csv", "a\n1\n", recipeId: RecipeId.New());

        Assert.Equal((400, "recipeId: Give a recipe or the id of a saved one, not both."), ((int)both.Status, both.Detail));
        Assert.Equal((404, "not-found"), ((int)none.Status, none.ProblemType));
    }

    [Fact]
    public async Task UnreadableFile_WithASavedRecipe_FailsItsJobWithTheReason()
    {
        var project = await Api.CreateProjectAsync();

        var job = (await Api.UploadAsync(project, "a.csv", " \n", recipeId: (await SaveAsync(project)).Id)).Job;

        Assert.Equal((JobStatus.Failed, "The file has no text, only white space. Upload a file with at least a header line."), (job.Status, job.Error));
    }

    private async Task<SavedRecipe> SaveAsync(ProjectId project) =>
        (await Api.PostAsync("/ingestion/recipes", new { projectId = project, name = "nightly", recipe = JsonElement.Parse(Recipe) })).Read<SavedRecipe>();

    private static string Print(RecipeMatch match) => JsonSerializer.Serialize(match, ContractsJson.Options);
}
