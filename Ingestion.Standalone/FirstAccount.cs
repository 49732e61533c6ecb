using System.Security.Cryptography;
using Ingestion.Api.Auth;
using Ingestion.Data;

namespace Ingestion.Standalone;

/// <summary>How to sign in.</summary>
/// <param name="Email">The account to use; null where the user knows.</param>
/// <param name="Token">A one-time sign-in token, where nobody has a password yet.</param>
internal sealed record FirstSignIn(string? Email, string? Token);

/// <summary>
/// Makes the first account: the <see cref="AdministratorAccount"/>, or one without a known password that is entered by
/// a one-time link.
/// </summary>
internal sealed class FirstAccount(AdministratorAccount administrator, UserTable users, SignInLinks links)
{
    /// <exception cref="InvalidOperationException">Only one of the two settings is there.</exception>
    public async Task<FirstSignIn> EnsureAsync()
    {
        if (await administrator.EnsureAsync() is { } email)
            return new FirstSignIn(email, null);
        var local = await users.FindByEmailAsync(AdministratorAccount.LocalEmail);
        if (local is null && await users.AnyAsync())
            return new FirstSignIn(null, null);
        // Nobody knows this password: the link is the way in, at every start until there is another account.
        local ??= await users.CreateAsync(AdministratorAccount.LocalEmail, "Administrator", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        return new FirstSignIn(AdministratorAccount.LocalEmail, links.Create(local.Id));
    }
}
