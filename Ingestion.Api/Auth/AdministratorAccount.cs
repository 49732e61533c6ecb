using Ingestion.Data;

namespace Ingestion.Api.Auth;

/// <summary>The account of <c>INGESTION_ADMIN_EMAIL</c> and <c>INGESTION_ADMIN_PASSWORD</c>, made at the first start that has them.</summary>
public sealed class AdministratorAccount(UserTable users, IConfiguration configuration)
{
    /// <summary>Who is the administrator where the settings name nobody: the account that Standalone makes.</summary>
    public const string LocalEmail = "admin@localhost";

    private const string EmailSetting = "INGESTION_ADMIN_EMAIL";

    /// <summary>Makes the account unless it is there; its email, or null when the settings are not given.</summary>
    /// <exception cref="InvalidOperationException">Only one of the two settings is there.</exception>
    public async Task<string?> EnsureAsync()
    {
        var email = configuration[EmailSetting];
        var password = configuration["INGESTION_ADMIN_PASSWORD"];
        if (string.IsNullOrWhiteSpace(email) != string.IsNullOrWhiteSpace(password))
            throw new InvalidOperationException("INGESTION_ADMIN_EMAIL and INGESTION_ADMIN_PASSWORD belong together: set both or none.");
        if (string.IsNullOrWhiteSpace(email))
            return null;
        try
        {
            if (await users.FindByEmailAsync(email) is null)
                await users.CreateAsync(email, "Administrator", password!);
        }
        catch (EmailTakenException)
        {
            // Another host started at the same moment.
        }
        return email;
    }

    internal static string EmailOf(IConfiguration configuration) =>
        configuration[EmailSetting] is { } email && !string.IsNullOrWhiteSpace(email) ? email.Trim() : LocalEmail;
}
