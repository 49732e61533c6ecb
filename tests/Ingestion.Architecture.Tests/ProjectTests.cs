namespace Ingestion.Architecture.Tests;

public sealed class ProjectTests
{
    // It has no behaviour of its own: its settings are met by the tests of the hosts.
    private static readonly string[] TestedThroughHosts = ["Ingestion.ServiceDefaults"];

    [Fact]
    public void Product_Each_HasItsTestProject() =>
        Violations.AssertNone(
            ProjectFile.Products.Select(project => project.Name).Except(TestedThroughHosts)
                .Where(name => !SourceTree.Files.Contains($"tests/{name}.Tests/{name}.Tests.csproj")),
            "Add a project below tests/ for:");

    [Fact]
    public void Project_Each_IsInTheSolution()
    {
        var solution = SourceTree.Text("Ingestion.sln").Replace('\\', '/');

        Violations.AssertNone(
            ProjectFile.All.Select(project => project.File).Where(file => !solution.Contains($"\"{file}\"", StringComparison.Ordinal)),
            "Add to Ingestion.sln:");
    }

    [Fact]
    public void PackageVersion_Each_IsCentral() =>
        Violations.AssertNone(
            from project in ProjectFile.All
            from package in project.PackagesWithVersion
            select $"{project.File}: {package}",
            "The version belongs into Directory.Packages.props:");
}
