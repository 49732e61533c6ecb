using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Ingestion.Contracts;

namespace Ingestion.Data;

/// <summary>
/// Encrypts the secrets of data sources with AES-256-GCM. The form is <c>v1.{key id}.{base64url of nonce, ciphertext, tag}</c>;
/// version, key id and the source's id are authenticated, so that a secret copied to another source cannot be read there.
/// </summary>
public sealed class SecretProtector
{
    internal const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const string Version = "v1";

    private readonly List<(string Id, byte[] Key)> _keys;

    /// <summary>Takes keys in the form of <see cref="DataOptions.EncryptionKey"/>: the first encrypts, all decrypt.</summary>
    /// <exception cref="ArgumentException">A key is not 32 bytes in base64.</exception>
    public SecretProtector(string encryptionKeys)
    {
        if (ParseKeys(encryptionKeys) is not { } keys)
            throw new ArgumentException("Not 32 bytes in base64.", nameof(encryptionKeys));
        _keys = keys.ConvertAll(key => (KeyId(key), key));
    }

    /// <summary>Encrypts; the same text gives another result each time.</summary>
    public string Protect(string plain, SourceId boundTo)
    {
        var (id, key) = _keys[0];
        var text = Encoding.UTF8.GetBytes(plain);
        var sealedBytes = new byte[NonceBytes + text.Length + TagBytes];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, text, sealedBytes.AsSpan(NonceBytes, text.Length), sealedBytes.AsSpan(NonceBytes + text.Length), AssociatedData(id, boundTo));
        return $"{Version}.{id}.{Base64Url.EncodeToString(sealedBytes)}";
    }

    /// <summary>Decrypts what <see cref="Protect"/> gave for the same source.</summary>
    /// <exception cref="CryptographicException">It was altered, belongs to another source, or its key is not among ours.</exception>
    public string Unprotect(string cipher, SourceId boundTo)
    {
        var parts = cipher.Split('.');
        if (parts.Length != 3 || parts[0] != Version || !Base64Url.IsValid(parts[2], out var length) || length < NonceBytes + TagBytes)
            throw new CryptographicException("The secret does not have the form this version writes.");
        var key = _keys.Find(candidate => candidate.Id == parts[1]).Key
            ?? throw new CryptographicException($"The secret was encrypted with the key '{parts[1]}', which is not in ENCRYPTION_KEY: add it there, after the current key.");
        var bytes = Base64Url.DecodeFromChars(parts[2]);
        var plain = new byte[length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes, plain.Length), bytes.AsSpan(NonceBytes + plain.Length), plain, AssociatedData(parts[1], boundTo));
        return Encoding.UTF8.GetString(plain);
    }

    internal static bool AreKeys(string encryptionKeys) => ParseKeys(encryptionKeys) is not null;

    private static List<byte[]>? ParseKeys(string encryptionKeys)
    {
        var keys = new List<byte[]>();
        foreach (var text in encryptionKeys.Split(',', StringSplitOptions.TrimEntries))
        {
            var key = new byte[KeyBytes];
            if (!Convert.TryFromBase64String(text, key, out var written) || written != KeyBytes)
                return null;
            keys.Add(key);
        }
        return keys;
    }

    // Says which key was used without saying anything else about it.
    private static string KeyId(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 4));

    private static byte[] AssociatedData(string keyId, SourceId source) => Encoding.ASCII.GetBytes($"{Version}.{keyId}.{source}");
}
