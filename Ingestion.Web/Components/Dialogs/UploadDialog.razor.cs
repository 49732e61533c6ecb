using System.Net;
using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Web.Client;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using MudBlazor;

namespace Ingestion.Web.Components.Dialogs;

/// <summary>
/// Uploads a file with a recipe, or the corrected rejects of a job, and closes with the job's id. The browser sends the file itself, with the page's
/// antiforgery token, and reports how far it is.
/// </summary>
public sealed partial class UploadDialog
{
    private const string Example = """{ "rules": [ { "id": "r1", "type": "NOT_NULL", "column": "email" } ] }""";

    private ElementReference _file;
    private bool _chosen;
    private string _recipe = "";
    private double? _sent;
    private DotNetObjectReference<UploadDialog>? _self;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    [Inject]
    private AntiforgeryStateProvider Antiforgery { get; set; } = default!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Parameter]
    public ProjectId Project { get; set; }

    /// <summary>The job whose corrected rejects are uploaded; null for a file of its own.</summary>
    [Parameter]
    public JobId? Repairs { get; set; }

    private bool Busy => _sent is not null;

    private string? RecipeError
    {
        get
        {
            if (string.IsNullOrWhiteSpace(_recipe))
            {
                return null;
            }

            try
            {
                return JsonSerializer.Deserialize<Recipe>(_recipe, ContractsJson.Options) is null ? "A recipe is a JSON object." : null;
            }
            catch (JsonException ex)
            {
                return ex.LineNumber is { } line ? $"Not a recipe, at line {line + 1}, {ex.Path ?? "$"}: {Plain(ex.Message)}" : Plain(ex.Message);
            }
        }
    }

    /// <summary>Called by the browser while it sends: the share of the file that is on its way.</summary>
    [JSInvokable]
    public Task ReportSentAsync(double share) => InvokeAsync(() =>
    {
        _sent = share;
        StateHasChanged();
    });

    protected override void Dispose(bool disposing)
    {
        _self?.Dispose();
        base.Dispose(disposing);
    }

    private async Task SendAsync()
    {
        _sent = 0;
        _self ??= DotNetObjectReference.Create(this);
        var fields = new Dictionary<string, string>();
        if (Repairs is null)
        {
            fields["projectId"] = Project.ToString();
        }

        if (!string.IsNullOrWhiteSpace(_recipe))
        {
            fields["recipe"] = _recipe;
        }

        await TryAsync(async () =>
        {
            var answer = await Script.InvokeAsync<BrowserAnswer>(
                "ingestion.upload", Gone, [_file, Repairs is { } repaired ? $"/jobs/{repaired}/repair" : "/jobs/upload", fields, Antiforgery.GetAntiforgeryToken()?.Value, _self]);
            Dialog.Close(Read(answer));
        });
        _sent = null;
    }

    private async Task CancelAsync()
    {
        if (Busy)
        {
            await Script.InvokeVoidAsync("ingestion.cancelUpload", _file);
        }

        Dialog.Cancel();
    }

    private static UploadAnswer Read(BrowserAnswer answer)
    {
        if (answer.Status is 0)
        {
            throw new ApiProblemException(new(ApiProblemKind.Unreachable, "The upload broke off", "Nothing was started. Check the connection and try again."));
        }

        if (answer.Status is < 200 or > 299)
        {
            throw new ApiProblemException(ApiProblem.Read((HttpStatusCode)answer.Status, answer.Body));
        }

        return JsonSerializer.Deserialize<UploadAnswer>(answer.Body, ContractsJson.Options) ?? throw new ApiProblemException(ApiProblem.Unintelligible);
    }

    // The reader's own position ("Path: … | LineNumber: …") is said in better words above, and its type names say nothing to a person.
    private static string Plain(string message) =>
        message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal)
            ? "this value is not one a recipe can have here."
            : message.Split(" Path:")[0].Split(" LineNumber:")[0];

    private sealed record BrowserAnswer(int Status, string Body);
}
