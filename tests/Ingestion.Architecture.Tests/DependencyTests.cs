namespace Ingestion.Architecture.Tests;

public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Ingestion.Contracts"] = [],
        ["Ingestion.ServiceDefaults"] = [],
        ["Ingestion.Core"] = ["Contracts"],
        ["Ingestion.Data"] = ["Contracts"],
        ["Ingestion.Silo"] = ["Contracts", "Core", "Data", "ServiceDefaults"],
        ["Ingestion.Api"] = ["Contracts", "Core", "Data", "ServiceDefaults"],
        ["Ingestion.Web"] = ["Contracts", "ServiceDefaults"],
        ["Ingestion.Standalone"] = ["Contracts", "Core", "Data", "Silo", "Api", "Web", "ServiceDefaults"],
        ["Ingestion.AppHost"] = ["Silo", "Api", "Web", "Standalone"],
    };

    public static TheoryData<string> Products => [.. ProjectFile.Products.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Products))]
    public void Product_References_PointOneWay(string name)
    {
        Assert.True(Allowed.TryGetValue(name, out var allowed), $"{name} is new: say here, and in the architecture page, what it may refer to.");

        var others = Project(name).ProjectReferences.Except(allowed.Select(to => "Ingestion." + to));

        Violations.AssertNone(others, $"{name} may refer to [{string.Join(", ", allowed)}] only, not to:");
    }

    [Fact]
    public void Products_All_AreKnown() => Assert.Equal(Allowed.Keys.Order(), ProjectFile.Products.Select(project => project.Name).Order());

    [Theory]
    [InlineData("Ingestion.Contracts", "Microsoft.AspNetCore", "Microsoft.Orleans.Server", "Dapper", "MySqlConnector", "Sqlite")]
    [InlineData("Ingestion.Core", "Microsoft.AspNetCore", "Microsoft.Orleans", "Dapper", "MySqlConnector", "Sqlite")]
    [InlineData("Ingestion.Data", "Microsoft.AspNetCore", "Microsoft.Orleans")]
    [InlineData("Ingestion.Web", "Microsoft.Orleans", "Dapper", "MySqlConnector", "Sqlite")]
    public void Product_Packages_AreNotOfAnotherLayer(string name, params string[] foreign)
    {
        var found = Project(name).Packages.Where(package => foreign.Any(part => package.Contains(part, StringComparison.Ordinal)));

        Violations.AssertNone(found, $"{name} must do without:");
    }

    [Theory]
    [InlineData("Ingestion.Contracts")]
    [InlineData("Ingestion.Core")]
    [InlineData("Ingestion.Data")]
    public void Library_Framework_IsNotAspNetCore(string name)
    {
        Assert.Equal("Microsoft.NET.Sdk", Project(name).Sdk);
        Assert.Empty(Project(name).Frameworks);
    }

    private static ProjectFile Project(string name) => ProjectFile.All.Single(project => project.Name == name);
}
