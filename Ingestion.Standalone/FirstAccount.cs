using System.Security.Cryptography;
using Ingestion.Api.Auth;
using Ingestion.Data;

namespace Ingestion.Standalone;

/// <summary>How to sign in.</summary>
/// <param name="Email">The account to use; null where the user knows.</param>
/// <param name="Token">A one-time sign-in token, where nobody has a password yet.</param>
internal sealed record FirstSignIn(string? Email, string? Token);

/// <summary>
/// Makes the first account: of <c>INGESTION_ADMIN_EMAIL</c> and <c>INGESTION_ADMIN_PASSWORD</c>, or one without a known password that is entered by
/// a one-time link.
/// </summary>
internal sealed class FirstAccount(UserTable users, SignInLinks links, IConfiguration configuration)
{
    private const string LocalEmail = "admin@localhost";

    /// <exception cref="InvalidOperationException">Only one of the two settings is there.</exception>
    public async Task<FirstSignIn> EnsureAsync()
    {
        var email = configuration["INGESTION_ADMIN_EMAIL"];
        var password = configuration["INGESTION_ADMIN_PASSWORD"];
        if (string.IsNullOrWhiteSpace(email) != string.IsNullOrWhiteSpace(password))
            throw new InvalidOperationException("INGESTION_ADMIN_EMAIL and INGESTION_ADMIN_PASSWORD belong together: set both or none.");
        if (!string.IsNullOrWhiteSpace(email))
        {
            if (await users.FindByEmailAsync(email) is null)
                await users.CreateAsync(email, "Administrator", password!);
            return new FirstSignIn(email, null);
        }
        var local = await users.FindByEmailAsync(LocalEmail);
        if (local is null && await users.AnyAsync())
            return new FirstSignIn(null, null);
        // Nobody knows this password: the link is the way in, at every start until there is another account.
        local ??= await users.CreateAsync(LocalEmail, "Administrator", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        return new FirstSignIn(LocalEmail, links.Create(local.Id));
    }
}
