using Ingestion.Core.Artifacts;

namespace Ingestion.Core.Tests.Artifacts;

public sealed class BlobSettingsTests
{
    private const string Secret = "c2VjcmV0";
    private const string Good = $"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={Secret};EndpointSuffix=core.windows.net";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void FromSettings_None_IsNoStore(string? connectionString) => Assert.Null(BlobArtifactStore.FromSettings(connectionString, "ingestion"));

    [Theory]
    [InlineData(Good, null)]
    [InlineData(Good, "my-container-2")]
    [InlineData("UseDevelopmentStorage=true", " ")]
    [InlineData($"https://a.blob.example.org/?sv=2024-01-01&sig={Secret}", null)]
    public void FromSettings_Usable_IsAStore(string connectionString, string? container) => Assert.NotNull(BlobArtifactStore.FromSettings(connectionString, container));

    [Theory]
    [InlineData(Secret, null, "ConnectionStrings:artifacts is no Azure Storage connection string: give ")]
    [InlineData($"AccountKey={Secret}", null, "ConnectionStrings:artifacts is no Azure Storage connection string: give ")]
    [InlineData($"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={Secret}=!", null, "ConnectionStrings:artifacts is no Azure Storage connection string: give ")]
    [InlineData($"AccountName=a;;{Secret};AccountKey=", null, "ConnectionStrings:artifacts is no Azure Storage connection string: give ")]
    [InlineData("https://a.blob.example.org/", null, "ConnectionStrings:artifacts is an address without a SAS token: append one, ")]
    [InlineData(Good, "Upper", "ARTIFACT_CONTAINER is 'Upper': give 3 to 63 ")]
    [InlineData(Good, "a--b", "ARTIFACT_CONTAINER is 'a--b': give 3 to 63 ")]
    [InlineData(Good, "a/b", "ARTIFACT_CONTAINER is 'a/b': give 3 to 63 ")]
    [InlineData(Good, "ab", "ARTIFACT_CONTAINER is 'ab': give 3 to 63 ")]
    public void FromSettings_Wrong_SaysInOneLineWhichWithoutTheSecret(string connectionString, string? container, string expected)
    {
        var error = Assert.Throws<InvalidOperationException>(() => BlobArtifactStore.FromSettings(connectionString, container));

        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }
}
