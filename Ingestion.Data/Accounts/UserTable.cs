using System.Data.Common;
using Ingestion.Contracts;

namespace Ingestion.Data;

/// <summary>Accounts. Emails are compared without regard to case: they are stored in lower case.</summary>
public sealed class UserTable(Database database, TimeProvider time)
{
    private const string Select = "SELECT id, email, display_name AS DisplayName, password_hash AS PasswordHash FROM users ";

    /// <summary>Creates an account.</summary>
    /// <exception cref="EmailTakenException">There is one with this email already.</exception>
    public async Task<User> CreateAsync(string email, string displayName, string password, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(email);
        ArgumentException.ThrowIfNullOrEmpty(password);
        var user = new User(UserId.New(), Normalize(email), displayName);
        var row = new
        {
            Id = user.Id.ToString(),
            user.Email,
            user.DisplayName,
            PasswordHash = await PasswordHash.CreateAsync(password, cancellationToken),
            CreatedAt = UnixMicroseconds.Now(time),
        };
        try
        {
            await database.WriteAsync(
                """
                INSERT INTO users (id, email, display_name, password_hash, created_at)
                VALUES (@Id, @Email, @DisplayName, @PasswordHash, @CreatedAt)
                """, row, cancellationToken);
            return user;
        }
        catch (DbException exception) when (Dialect.IsUniqueViolation(exception))
        {
            throw new EmailTakenException(user.Email, exception);
        }
    }

    /// <summary>Whether there is any account at all.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken = default) =>
        await database.ReadOneAsync<long?>("SELECT 1 FROM users LIMIT 1", new { }, cancellationToken) is not null;

    /// <summary>An account by its id; null when there is none.</summary>
    public async Task<User?> GetAsync(UserId id, CancellationToken cancellationToken = default) =>
        (await database.ReadOneAsync<UserRow>(Select + "WHERE id = @Id", new { Id = id.ToString() }, cancellationToken))?.ToUser();

    /// <summary>An account by its email; null when there is none.</summary>
    public async Task<User?> FindByEmailAsync(string email, CancellationToken cancellationToken = default) =>
        (await FindAsync(email, cancellationToken))?.ToUser();

    /// <summary>The account whose password this is; null when email or password is wrong. Takes as long for an unknown email.</summary>
    public async Task<User?> VerifyPasswordAsync(string email, string password, CancellationToken cancellationToken = default)
    {
        var row = await FindAsync(email, cancellationToken);
        var right = await PasswordHash.VerifyAsync(password, row?.PasswordHash ?? PasswordHash.OfNobody, cancellationToken);
        return right ? row?.ToUser() : null;
    }

    /// <summary>Gives an account another password; false when there is no such account.</summary>
    public async Task<bool> SetPasswordAsync(UserId id, string password, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(password);
        var row = new { Id = id.ToString(), PasswordHash = await PasswordHash.CreateAsync(password, cancellationToken) };
        return await database.WriteAsync("UPDATE users SET password_hash = @PasswordHash WHERE id = @Id", row, cancellationToken) == 1;
    }

    internal static string Normalize(string email) => email.Trim().ToLowerInvariant();

    private Task<UserRow?> FindAsync(string email, CancellationToken cancellationToken) =>
        database.ReadOneAsync<UserRow>(Select + "WHERE email = @Email", new { Email = Normalize(email) }, cancellationToken);
}
