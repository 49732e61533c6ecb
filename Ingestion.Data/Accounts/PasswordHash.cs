using System.Globalization;
using System.Security.Cryptography;

namespace Ingestion.Data;

/// <summary>
/// The stored form of a password: <c>pbkdf2-sha256${iterations}${salt}${hash}</c>, the last two in base64. The parameters stand
/// in it, so that a later version can raise them. Iterations: OWASP Password Storage Cheat Sheet, PBKDF2-HMAC-SHA256.
/// </summary>
internal static class PasswordHash
{
    private const string Scheme = "pbkdf2-sha256";
    private const int Iterations = 600_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    // A hash takes a core for a fifth of a second: a burst of sign-ins must not take them all.
    private static readonly SemaphoreSlim Gate = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>What an unknown user's password is compared with, so that the answer takes as long as for a known one.</summary>
    public static string OfNobody { get; } = Format(Iterations, RandomNumberGenerator.GetBytes(SaltBytes), RandomNumberGenerator.GetBytes(HashBytes));

    public static async Task<string> CreateAsync(string password, CancellationToken cancellationToken)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Format(Iterations, salt, await DeriveAsync(password, salt, Iterations, cancellationToken));
    }

    public static async Task<bool> VerifyAsync(string password, string stored, CancellationToken cancellationToken)
    {
        var parts = stored.Split('$');
        if (parts.Length != 4 || parts[0] != Scheme)
            throw new InvalidDataException("The database holds a password in a form that this version does not know.");
        var expected = Convert.FromBase64String(parts[3]);
        var actual = await DeriveAsync(password, Convert.FromBase64String(parts[2]), int.Parse(parts[1], CultureInfo.InvariantCulture), cancellationToken);
        return CryptographicOperations.FixedTimeEquals(expected, actual);
    }

    private static async Task<byte[]> DeriveAsync(string password, byte[] salt, int iterations, CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, HashBytes), cancellationToken);
        }
        finally
        {
            Gate.Release();
        }
    }

    private static string Format(int iterations, byte[] salt, byte[] hash) =>
        string.Create(CultureInfo.InvariantCulture, $"{Scheme}${iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
}
