using Ingestion.Silo.Jobs;

namespace Ingestion.Silo.Tests;

public sealed class JobFailureTests
{
    [Fact]
    public void Explain_AnAssemblyThatIsNotThere_IsNotTheStoresTrouble()
    {
        Assert.Null(JobFailure.Explain(new FileNotFoundException("Could not load file or assembly.", "Library, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null")));
        Assert.Null(JobFailure.Explain(new FileLoadException("Could not load file or assembly.", "Library, Version=1.0.0.0")));
    }

    [Fact]
    public void Explain_AnObjectThatIsNotThere_IsTheStoresTrouble() =>
        Assert.Contains("The store cannot be read", JobFailure.Explain(new FileNotFoundException("Could not find file.", "/data/artifacts/raw/data"))!.Message, StringComparison.Ordinal);
}
