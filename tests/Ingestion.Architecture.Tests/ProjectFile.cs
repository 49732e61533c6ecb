using System.Xml.Linq;

namespace Ingestion.Architecture.Tests;

/// <summary>What a project file says of itself.</summary>
internal sealed class ProjectFile(string file)
{
    private readonly XDocument _xml = XDocument.Parse(SourceTree.Text(file));

    public static IReadOnlyList<ProjectFile> All { get; } = [.. SourceTree.WithExtension(".csproj").Select(file => new ProjectFile(file))];

    /// <summary>The projects that are delivered: they lie directly below the root.</summary>
    public static IEnumerable<ProjectFile> Products => All.Where(project => project.File.Count(c => c == '/') == 1);

    public string File => file;

    public string Name => Path.GetFileNameWithoutExtension(file);

    public IEnumerable<string> ProjectReferences => Items("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

    public IEnumerable<string> Packages => Items("PackageReference");

    public IEnumerable<string> Frameworks => Items("FrameworkReference");

    public string Sdk => _xml.Root!.Attribute("Sdk")?.Value ?? "";

    /// <summary>The packages whose version stands in this file.</summary>
    public IEnumerable<string> PackagesWithVersion => _xml.Descendants("PackageReference")
        .Where(item => item.Attributes().Select(a => a.Name).Concat(item.Elements().Select(e => e.Name)).Any(name => name.LocalName is "Version" or "VersionOverride"))
        .Select(item => item.Attribute("Include")?.Value ?? item.ToString());

    private IEnumerable<string> Items(string kind) => _xml.Descendants(kind).Select(item => item.Attribute("Include")?.Value).OfType<string>();
}
