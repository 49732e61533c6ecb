using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Text;

namespace Ingestion.Api.Auth;

/// <summary>Section <c>Auth</c>; the key also as <c>JWT_KEY</c>.</summary>
public sealed class AuthOptions
{
    public const string Section = "Auth";

    /// <summary>The setting that carries <see cref="JwtKey"/>.</summary>
    public const string JwtKeySetting = "JWT_KEY";

    private const int MinimumKeyBytes = 32;

    /// <summary>Signs access tokens (HS256): at least 32 bytes, as base64 or as text. All API processes share it; there is no default.</summary>
    public string JwtKey { get; set; } = "";

    /// <summary>Who issues the tokens, and for whom. Default: ingestion.</summary>
    [Required]
    public string Issuer { get; set; } = "ingestion";

    /// <summary>How long an access token lasts. Default: 8 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>How long a one-time sign-in link lasts. Default: 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SignInLinkLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Failed sign-ins a minute for one account from one address, before more are refused. Default: 10.</summary>
    [Range(1, 1_000_000)]
    public int FailedSignInsPerAccount { get; set; } = 10;

    /// <summary>Failed sign-ins a minute from one address, whatever the account. Default: 100.</summary>
    [Range(1, 1_000_000)]
    public int FailedSignInsPerAddress { get; set; } = 100;

    internal bool HasUsableKey => SigningKey().Length >= MinimumKeyBytes;

    internal byte[] SigningKey() =>
        Base64.IsValid(JwtKey) && Convert.FromBase64String(JwtKey) is { Length: >= MinimumKeyBytes } decoded
            ? decoded
            : Encoding.UTF8.GetBytes(JwtKey);
}
