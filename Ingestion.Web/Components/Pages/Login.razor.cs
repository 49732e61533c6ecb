using Ingestion.Web.Client;
using Microsoft.AspNetCore.Components;

namespace Ingestion.Web.Components.Pages;

/// <summary>Signs in with e-mail and password, in plain HTML: the cookie can only be set by an answer to the browser.</summary>
public sealed partial class Login
{
    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["expired"] = "Your sign-in has ended. Please sign in again.",
        ["link"] = "This sign-in link was used before or has expired. Please sign in here, or ask for a new link.",
        ["unreachable"] = "The ingestion service is not answering. Try again in a moment.",
    };

    private ApiProblem? _problem;

    [Inject]
    private IngestionApiClient Api { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromForm]
    private Credentials? Form { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery]
    private string? Reason { get; set; }

    [SupplyParameterFromQuery]
    private string? Token { get; set; }

    protected override void OnInitialized()
    {
        if (!string.IsNullOrEmpty(Token) && HttpMethods.IsGet(HttpContext.Request.Method))
        {
            Navigation.NavigateTo($"/signin/{Uri.EscapeDataString(Token)}");
        }
    }

    private async Task SignInAsync()
    {
        try
        {
            var token = await Api.LoginAsync(Form?.Email ?? "", Form?.Password ?? "", HttpContext.RequestAborted);
            await WebSignIn.SignInAsync(HttpContext, await Api.GetUserAsync(token, HttpContext.RequestAborted), token);
            Navigation.NavigateTo(WebSignIn.IsLocal(ReturnUrl) ? ReturnUrl! : "/jobs");
        }
        catch (ApiProblemException ex)
        {
            _problem = ex.Problem.Kind is ApiProblemKind.SignIn
                ? ex.Problem with { Title = "E-mail or password is wrong", Detail = null }
                : ex.Problem;
        }
    }

    private sealed class Credentials
    {
        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}
