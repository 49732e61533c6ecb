using System.Text.RegularExpressions;
using System.Xml.Linq;
using Ingestion.Architecture.Tests;

namespace Ingestion.AppHost.Tests;

/// <summary>What the model's text says, where Aspire is not there to build it: its names have to be those that the hosts read.</summary>
public sealed partial class TextTests
{
    private static readonly string Model = string.Join('\n', Sources("Ingestion.AppHost/"));

    private static readonly string[] HostFolders =
        ["Ingestion.Api/", "Ingestion.Data/", "Ingestion.ServiceDefaults/", "Ingestion.Silo/", "Ingestion.Standalone/", "Ingestion.Web/"];

    public static TheoryData<string> GivenKeys => [.. EnvironmentKey().Matches(Model).Select(match => match.Groups["key"].Value).Distinct().Order(StringComparer.Ordinal)];

    public static TheoryData<string, string> NeededSettings => new(
        from host in (string[])["Silo", "Api"]
        from setting in Needed(SourceTree.Text($"Ingestion.{host}/Program.cs"))
        select (host, setting));

    [Theory]
    [MemberData(nameof(GivenKeys))]
    public void Key_TheModelGives_IsReadByAHost(string key) =>
        Assert.Contains(HostFolders.SelectMany(Sources), text => text.Contains($"\"{key}\"", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(NeededSettings))]
    public void Setting_AHostCannotDoWithout_IsGiven(string host, string setting)
    {
        var resource = ResourceOf(host);

        if (setting.StartsWith("ConnectionStrings:", StringComparison.Ordinal))
        {
            var name = setting["ConnectionStrings:".Length..];
            var variable = NamedResource().Matches(Model).Single(match => match.Groups["name"].Value == name).Groups["variable"].Value;
            Assert.Contains($".WithReference({variable})", resource, StringComparison.Ordinal);
            Assert.Contains($".WaitFor({variable})", resource, StringComparison.Ordinal);
        }
        else if (setting == "UPLOAD_BASE_DIR")
        {
            Assert.Contains(".WithUploadFolder(", resource, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains($".WithEnvironment(\"{setting}\"", resource, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Silo")]
    [InlineData("Api")]
    [InlineData("Web")]
    public void Host_Each_SaysWhenItIsReady(string host) => Assert.Contains(".WithReadiness()", ResourceOf(host), StringComparison.Ordinal);

    [Fact]
    public void Packages_OfAspire_AreOfOneVersion()
    {
        var sdk = Assert.Single(XDocument.Parse(SourceTree.Text("Ingestion.AppHost/Ingestion.AppHost.csproj")).Descendants("Import")
            .Where(import => (string?)import.Attribute("Sdk") == "Aspire.AppHost.Sdk").Select(import => (string)import.Attribute("Version")!).Distinct());

        var versions = XDocument.Parse(SourceTree.Text("Directory.Packages.props")).Descendants("PackageVersion")
            .Where(package => ((string)package.Attribute("Include")!).StartsWith("Aspire.", StringComparison.Ordinal))
            .Select(package => (string)package.Attribute("Version")!).ToList();

        Assert.NotEmpty(versions);
        Assert.All(versions, version => Assert.Equal(sdk, version.Split('-')[0]));
    }

    private static IEnumerable<string> Sources(string folder) =>
        SourceTree.WithExtension(".cs").Where(file => file.StartsWith(folder, StringComparison.Ordinal)).Select(SourceTree.Text);

    private static IEnumerable<string> Needed(string program) => Quoted().Matches(RequireCall().Match(program).Value).Select(match => match.Groups[1].Value);

    /// <summary>The statement that adds a host.</summary>
    private static string ResourceOf(string host)
    {
        var text = SourceTree.Text("Ingestion.AppHost/AppHost.cs");
        var start = text.IndexOf($"AddProject<Projects.Ingestion_{host}>", StringComparison.Ordinal);
        return text[start..text.IndexOf(';', start)];
    }

    [GeneratedRegex("""WithEnvironment\("(?<key>[^"{]+)"|const string UploadFolder = "(?<key>[^"]+)";""")]
    private static partial Regex EnvironmentKey();

    [GeneratedRegex("""var (?<variable>\w+) = \w+\.Add(?:Database|Redis)\("(?<name>[^"]+)"\)""")]
    private static partial Regex NamedResource();

    [GeneratedRegex(@"\.Require\([^)]*\)")]
    private static partial Regex RequireCall();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Quoted();
}
