using System.Security.Cryptography;
using Aspire.Hosting.Publishing;

namespace Ingestion.AppHost;

/// <summary>32 random bytes in base64, as <c>ENCRYPTION_KEY</c> and <c>JWT_KEY</c> are.</summary>
internal sealed class RandomKey : ParameterDefault
{
    private const int KeyBytes = 32;

    /// <inheritdoc/>
    public override string GetDefaultValue() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <inheritdoc/>
    public override void WriteToManifest(ManifestPublishingContext context)
    {
        // A manifest tells to ask for it: its own generator knows no base64.
    }
}

/// <summary>A value that configuration, <c>Parameters:{name}</c>, may replace.</summary>
internal sealed class TextDefault(string value) : ParameterDefault
{
    /// <inheritdoc/>
    public override string GetDefaultValue() => value;

    /// <inheritdoc/>
    public override void WriteToManifest(ManifestPublishingContext context) => context.Writer.WriteString("value", value);
}
