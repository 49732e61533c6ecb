using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Ingestion.Contracts;

namespace Ingestion.Data;

/// <summary>Keys with which programs act as a user. Only a key's SHA-256 is stored: it is random, so no slow hash is needed.</summary>
public sealed class ApiKeyTable(Database database, TimeProvider time)
{
    private const string Prefix = "ing_";
    private const int SecretBytes = 32;
    private static readonly int KeyLength = Prefix.Length + Base64Url.GetEncodedLength(SecretBytes);

    /// <summary>Makes a key. It is returned this once and cannot be read again.</summary>
    /// <param name="userId">Whom it stands for.</param>
    /// <param name="name">What it is for, for a person.</param>
    /// <param name="expiresAt">From when on it is refused; null: never.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<(Guid Id, string Key)> CreateAsync(UserId userId, string name, DateTimeOffset? expiresAt, CancellationToken cancellationToken = default)
    {
        var id = Guid.CreateVersion7();
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var row = new
        {
            Id = id.ToString(),
            UserId = userId.ToString(),
            Name = name,
            KeyHash = Hash(key),
            CreatedAt = UnixMicroseconds.Now(time),
            ExpiresAt = UnixMicroseconds.From(expiresAt),
        };
        await database.WriteAsync(
            """
            INSERT INTO api_keys (id, user_id, name, key_hash, created_at, expires_at)
            VALUES (@Id, @UserId, @Name, @KeyHash, @CreatedAt, @ExpiresAt)
            """, row, cancellationToken);
        return (id, key);
    }

    /// <summary>Whom a key stands for; null when it is unknown or has expired.</summary>
    public async Task<User?> FindUserAsync(string key, CancellationToken cancellationToken = default)
    {
        if (key.Length != KeyLength || !key.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var row = await database.ReadOneAsync<UserRow>(
            """
            SELECT u.id, u.email, u.display_name AS DisplayName, u.password_hash AS PasswordHash
            FROM api_keys k JOIN users u ON u.id = k.user_id
            WHERE k.key_hash = @KeyHash AND (k.expires_at IS NULL OR k.expires_at > @Now)
            """, new { KeyHash = Hash(key), Now = UnixMicroseconds.Now(time) }, cancellationToken);
        return row?.ToUser();
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
