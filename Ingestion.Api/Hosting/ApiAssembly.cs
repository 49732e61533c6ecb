namespace Ingestion.Api;

/// <summary>Names this assembly, for tests and hosts.</summary>
public sealed class ApiAssembly
{
    private ApiAssembly()
    {
    }
}
