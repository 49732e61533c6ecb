using System.Security.Cryptography;
using Ingestion.Contracts;

namespace Ingestion.Data.Tests;

public sealed class SecretProtectorTests
{
    private static readonly SourceId Source = SourceId.New();

    [Theory]
    [InlineData("")]
    [InlineData("s3cret")]
    [InlineData("pässwörd 🦆 \0 with everything")]
    public void Unprotect_OfProtect_IsThePlainText(string plain)
    {
        var protector = new SecretProtector(NewKey());

        Assert.Equal(plain, protector.Unprotect(protector.Protect(plain, Source), Source));
    }

    [Fact]
    public void Protect_SameTextTwice_DiffersAndHidesIt()
    {
        var protector = new SecretProtector(NewKey());
        var first = protector.Protect("s3cret", Source);

        Assert.NotEqual(first, protector.Protect("s3cret", Source));
        Assert.Matches("^v1\\.[0-9a-f]{8}\\.[A-Za-z0-9_-]+$", first);
    }

    [Fact]
    public void Unprotect_AnyCharacterChanged_Throws()
    {
        var protector = new SecretProtector(NewKey());
        var cipher = protector.Protect("s3cret", Source);

        // The last character of base64 may hold bits that belong to no byte.
        for (var i = 0; i < cipher.Length - 1; i++)
        {
            var changed = cipher[..i] + (cipher[i] == 'A' ? 'B' : 'A') + cipher[(i + 1)..];
            Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect(changed, Source));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("v1")]
    [InlineData("v1..")]
    [InlineData("v1.00000000.AAAA")]
    [InlineData("v1.00000000.not base64!")]
    public void Unprotect_NotACipher_Throws(string cipher) =>
        Assert.ThrowsAny<CryptographicException>(() => new SecretProtector(NewKey()).Unprotect(cipher, Source));

    [Fact]
    public void Unprotect_ForAnotherSource_Throws()
    {
        var protector = new SecretProtector(NewKey());
        var cipher = protector.Protect("s3cret", Source);

        Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect(cipher, SourceId.New()));
    }

    [Fact]
    public void Unprotect_AfterRotation_ReadsOldAndNewUntilTheOldKeyIsGone()
    {
        var (oldKey, newKey) = (NewKey(), NewKey());
        var oldCipher = new SecretProtector(oldKey).Protect("s3cret", Source);
        var rotated = new SecretProtector($"{newKey}, {oldKey}");
        var newCipher = rotated.Protect("s3cret", Source);

        Assert.Equal("s3cret", rotated.Unprotect(oldCipher, Source));
        Assert.Equal("s3cret", new SecretProtector(newKey).Unprotect(newCipher, Source));
        var exception = Assert.ThrowsAny<CryptographicException>(() => new SecretProtector(newKey).Unprotect(oldCipher, Source));
        Assert.Contains(oldCipher.Split('.')[1], exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2hvcnQ=")]
    [InlineData("not base64")]
    public void Create_WithAWrongKey_Throws(string key) => Assert.Throws<ArgumentException>(() => new SecretProtector(key));

    [Fact]
    public async Task GeneratedKey_SecondStart_IsTheSameAndItsOwnersOnly()
    {
        await using var first = TestDatabase.CreateUnmigrated();
        var cipher = first.Get<SecretProtector>().Protect("s3cret", Source);
        await using var second = first.OpenAgain();

        Assert.Equal("s3cret", second.Get<SecretProtector>().Unprotect(cipher, Source));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(first.Folder, "encryption.key")));
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
