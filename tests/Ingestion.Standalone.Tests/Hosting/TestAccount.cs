namespace Ingestion.Standalone.Tests.Hosting;

/// <summary>The administrator of every host that tests start.</summary>
internal static class TestAccount
{
    public const string Email = "admin@example.org";
    public const string Password = "secret-pass-1";
}
