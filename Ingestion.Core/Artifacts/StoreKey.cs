namespace Ingestion.Core.Artifacts;

/// <summary>What every store takes as a key or a prefix, so that none leads out of it and all stores mean the same by it.</summary>
internal static class StoreKey
{
    private const int MaxLength = 1024;

    /// <summary>Relative segments with <c>/</c> between them; a prefix ends with one more.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static void Check(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var segments = key.EndsWith('/') ? key[..^1] : key;
        if (key.Length > MaxLength || segments.Split('/').Any(segment => segment is "" or "." or "..") || key.AsSpan().ContainsAny('\\', '\0'))
            throw new ArgumentException($"'{key}' is no key: give segments with '/' between them, none of which is empty, '.' or '..', and no '\\'.", nameof(key));
    }
}
