using System.Diagnostics;
using Ingestion.Core.Documents;
using Ingestion.Core.Documents.Package;
using Ingestion.Core.Documents.Xml;

namespace Ingestion.Core.Xlsx;

/// <summary>The parts of a workbook file, found by their relationships as ECMA-376 part 2 says, wherever they lie.</summary>
internal sealed class WorkbookPackage
{
    private const string UsualPath = "xl/workbook.xml";

    private readonly Stream _stream;
    private readonly ZipDirectory _directory;
    private readonly DocumentLimits _limits;

    private WorkbookPackage(Stream stream, ZipDirectory directory, DocumentLimits limits)
    {
        _stream = stream;
        _directory = directory;
        _limits = limits;
        WorkbookPath = UsualPath;
    }

    /// <summary>The main part's name.</summary>
    public string WorkbookPath { get; private set; }

    /// <summary>Whether there are macros in it.</summary>
    public bool HasMacros => _directory.Paths.Any(path => path.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase));

    /// <summary>Finds a workbook in an archive.</summary>
    /// <exception cref="UnreadableSourceException">It is damaged, something else, or larger than the limits allow.</exception>
    public static WorkbookPackage Open(Stream stream, DocumentLimits limits, CancellationToken cancellationToken)
    {
        var package = new WorkbookPackage(stream, ZipDirectory.Read(stream, limits), limits);
        var main = package.RelationshipsOf("", cancellationToken).FirstOrDefault(relationship => relationship.Type == "officeDocument");
        package.WorkbookPath = main?.Path ?? UsualPath;
        ForeignFiles.ThrowIfNoWorkbook(package._directory, package.WorkbookPath);
        return package;
    }

    /// <summary>The relationships of a part; none when it has none.</summary>
    public List<Relationship> RelationshipsOf(string part, CancellationToken cancellationToken)
    {
        using var xml = TryRead(Relationships.PathFor(part), cancellationToken);
        return xml is null ? [] : Relationships.Read(xml, part);
    }

    /// <summary>Reads a part that has to be looked at before the first row; null when there is none.</summary>
    public Utf8XmlReader? TryRead(string path, CancellationToken cancellationToken)
    {
        if (!_directory.TryFind(path, out var part))
            return null;
        var stream = PartStream.Open(_stream, part, _limits, cancellationToken);
        stream.Deadline = Stopwatch.GetTimestamp() + (long)(_limits.MostTimeToOpen.TotalSeconds * Stopwatch.Frequency);
        return new Utf8XmlReader(stream, path, _limits);
    }

    /// <summary>Reads a sheet, which may take its time; null when there is none of this name.</summary>
    public Utf8XmlReader? TryReadSheet(string path, CancellationToken cancellationToken) =>
        _directory.TryFind(path, out var part) ? new Utf8XmlReader(PartStream.Open(_stream, part, _limits, cancellationToken), path, _limits) : null;
}
