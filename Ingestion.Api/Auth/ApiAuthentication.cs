using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Ingestion.Api.Auth;

/// <summary>
/// Two ways in, one policy. The schemes have our own names and the policy names its scheme, so that another part of the
/// same process (the web application) may have a default scheme of its own.
/// </summary>
internal static class ApiAuthentication
{
    public const string Policy = "Ingestion.Api";

    /// <summary>What concerns the system and no project: for the account that the system was set up with.</summary>
    public const string AdministratorPolicy = "Ingestion.Api.Administrator";

    private const string EitherScheme = "Ingestion.Api";
    private const string BearerScheme = "Ingestion.Api.Bearer";
    private const string KeyScheme = "Ingestion.Api.Key";

    public static void AddApiAuthentication(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<AuthOptions>()
            .BindConfiguration(AuthOptions.Section)
            .Configure<IConfiguration>((options, configuration) =>
                options.JwtKey = configuration[AuthOptions.JwtKeySetting] ?? options.JwtKey)
            .ValidateDataAnnotations()
            .Validate(options => options.HasUsableKey,
                $"{AuthOptions.JwtKeySetting} is missing or too short: set it to at least 32 random bytes in base64, such as `openssl rand -base64 32` prints.")
            .ValidateOnStart();

        builder.Services.AddAuthentication()
            .AddPolicyScheme(EitherScheme, null, scheme => scheme.ForwardDefaultSelector = context =>
                context.Request.Headers.ContainsKey(ApiKeyHandler.Header) ? KeyScheme : BearerScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(KeyScheme, null)
            .AddJwtBearer(BearerScheme, _ => { });
        builder.Services.AddOptions<JwtBearerOptions>(BearerScheme).Configure<IOptions<AuthOptions>>(ConfigureBearer);
        builder.Services.AddAuthorizationBuilder().AddPolicy(Policy, new AuthorizationPolicyBuilder(EitherScheme)
            .RequireAuthenticatedUser()
            .Build());
        var administrator = AdministratorAccount.EmailOf(builder.Configuration);
        builder.Services.AddAuthorizationBuilder().AddPolicy(AdministratorPolicy, new AuthorizationPolicyBuilder(EitherScheme)
            .RequireAuthenticatedUser()
            .RequireAssertion(context => string.Equals(context.User.Email(), administrator, StringComparison.OrdinalIgnoreCase))
            .Build());

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<AccessTokens>();
        builder.Services.AddSingleton<SignInLinks>();
        builder.Services.AddSingleton<SignInThrottle>();
    }

    private static void ConfigureBearer(JwtBearerOptions bearer, IOptions<AuthOptions> options)
    {
        bearer.MapInboundClaims = false;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = options.Value.Issuer,
            ValidAudience = options.Value.Issuer,
            IssuerSigningKey = new SymmetricSecurityKey(options.Value.SigningKey()),
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ClockSkew = TimeSpan.FromMinutes(1),
            NameClaimType = ClaimTypes.Name,
        };
    }
}
