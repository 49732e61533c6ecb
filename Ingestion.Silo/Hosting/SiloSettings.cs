using Ingestion.Core;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Documents;
using Orleans.Configuration;

namespace Ingestion.Silo;

/// <summary>Every setting of a silo, in one place.</summary>
/// <remarks>
/// Embedded is the default; <c>ConnectionStrings:redis</c> makes silos join a cluster and <c>ConnectionStrings:ingestion</c> makes
/// grain state and reminders live in MySQL. Orleans' own section is read as it is: <c>Orleans:ClusterId</c>, <c>Orleans:ServiceId</c>,
/// <c>Orleans:Endpoints:{AdvertisedIPAddress,SiloPort,GatewayPort}</c>, <c>Orleans:Clustering:{ProviderType=Redis,ConnectionName}</c>,
/// <c>Orleans:GrainStorage:Default:{ProviderType=AdoNet,Invariant,ConnectionName}</c>,
/// <c>Orleans:Reminders:{ProviderType=AdoNet,Invariant,ConnectionName}</c>.
/// </remarks>
public sealed class SiloSettings
{
    private const string DefaultCluster = "ingestion";

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="InvalidOperationException">One is wrong; the message says which, in one line.</exception>
    public SiloSettings(IConfiguration configuration)
    {
        DataFolder = Folder(configuration, "DATA_DIR") ?? Path.GetFullPath("data");
        ObjectStore = BlobArtifactStore.FromSettings(configuration.GetConnectionString(BlobArtifactStore.ConnectionName), configuration[BlobArtifactStore.ContainerSetting]);
        ArtifactFolder = Folder(configuration, "UPLOAD_BASE_DIR") ?? Path.Combine(DataFolder, "artifacts");
        var temporaryFolder = Folder(configuration, "TMP_DIR") ?? Path.GetTempPath();
        RedisConnectionString = configuration.GetConnectionString("redis") is { Length: > 0 } redis ? redis : null;
        HasOrleansStorage = configuration.GetSection("Orleans:GrainStorage:Default").Exists();
        HasOrleansReminders = configuration.GetSection("Orleans:Reminders").Exists();
        ClusterId = configuration["Orleans:ClusterId"] ?? DefaultCluster;
        ServiceId = configuration["Orleans:ServiceId"] ?? DefaultCluster;
        SiloPort = Port(configuration, "Orleans:Endpoints:SiloPort");
        GatewayPort = Port(configuration, "Orleans:Endpoints:GatewayPort");
        HasOrleansClustering = configuration.GetSection("Orleans:Clustering").Exists();
        FlushToDisk = Flag(configuration, "FLUSH_TO_DISK", byDefault: RedisConnectionString is not null);
        CpuLanes = Number(configuration, "Silo:CpuLanes", Environment.ProcessorCount, 1, 1024);
        ChunksInFlight = Number(configuration, "Silo:ChunksInFlight", CpuLanes + Math.Max(1, CpuLanes / 2), 1, 4096);
        JobsAtOnce = Number(configuration, "Silo:JobsAtOnce", 2, 1, 1024);
        DedupePartitions = Number(configuration, "Silo:DedupePartitions", 0, 0, 1024) is > 0 and var partitions ? partitions : null;
        HasDashboard = Flag(configuration, "Dashboard:Enabled", byDefault: RedisConnectionString is not null);
        WarmUp = Flag(configuration, "Silo:WarmUp", byDefault: true);
        Engine = EngineFrom(configuration) with { TemporaryFolder = temporaryFolder };
    }

    /// <summary><c>DATA_DIR</c>: the embedded database and, by default, the artifacts. Default: <c>data</c> in the working folder.</summary>
    public string DataFolder { get; }

    /// <summary>
    /// <c>ConnectionStrings:artifacts</c>, an Azure Storage connection string, and <c>ARTIFACT_CONTAINER</c> (default: <c>ingestion</c>): the
    /// artifact store, where it is no folder. Default: none.
    /// </summary>
    public BlobArtifactStore? ObjectStore { get; }

    /// <summary><c>UPLOAD_BASE_DIR</c>: the artifact store, a folder that all hosts share. Default: <c>artifacts</c> in <see cref="DataFolder"/>.</summary>
    public string ArtifactFolder { get; }

    /// <summary>
    /// <c>FLUSH_TO_DISK</c>: whether each object of a folder is on the disk, not only with the operating system, before it counts as written.
    /// Default: false embedded, where the database waits for the disk no more than that (a killed process loses nothing, a power
    /// cut may lose the last moments); true in a cluster.
    /// </summary>
    public bool FlushToDisk { get; }

    /// <summary><c>Silo:CpuLanes</c>: threads for heavy work. Default: one a core.</summary>
    public int CpuLanes { get; }

    /// <summary><c>Silo:ChunksInFlight</c>: chunks of one job under way per silo, which bounds its memory. Default: one and a half a lane.</summary>
    public int ChunksInFlight { get; }

    /// <summary><c>Silo:JobsAtOnce</c>: jobs of several chunks cleaned at once for each silo of the cluster; others stand in line. Default: 2.</summary>
    public int JobsAtOnce { get; }

    /// <summary><c>Silo:DedupePartitions</c>: into how many grains each DEDUPE rule of a new job is parted. Default: one a silo, at most 64.</summary>
    public int? DedupePartitions { get; }

    /// <summary><c>Silo:WarmUp</c>: whether what jobs need is compiled once the host has started, and not by the first job. Default: true.</summary>
    public bool WarmUp { get; }

    /// <summary><c>Dashboard:Enabled</c>: whether silos gather what the cluster's dashboard shows; the API serves it by the same setting. Default: in a cluster only, since
    /// it takes 70 MB and lengthens the start.</summary>
    public bool HasDashboard { get; }

    /// <summary>Section <c>Engine</c> and <c>TMP_DIR</c> (default: the system's): the engine's bounds.</summary>
    public EngineOptions Engine { get; }

    /// <summary><c>ConnectionStrings:redis</c>: where the cluster's members find each other. Default: none, a cluster of one.</summary>
    public string? RedisConnectionString { get; }

    internal string ClusterId { get; }

    internal string ServiceId { get; }

    /// <summary>Null for any free port.</summary>
    internal int? SiloPort { get; }

    /// <inheritdoc cref="SiloPort"/>
    internal int? GatewayPort { get; }

    internal bool HasOrleansClustering { get; }

    internal bool HasOrleansStorage { get; }

    internal bool HasOrleansReminders { get; }

    /// <summary>
    /// A dead silo is found in 2 to 5 s and a hung one in 13 s; Orleans' own defaults take a minute. Three probes missed in a row make a
    /// silo dead: with 2 s between them a killed one could take more than 6 s. Where two votes are asked for and one silo alone is left,
    /// its vote is enough once the others' heartbeats are three periods old: at Orleans' rate of one in 30 s that is the longest wait of all.
    /// Silos don't ask each other to probe a third: where two die at once each was asked about the other, which says nothing and took
    /// seconds, and a vote of two silos already keeps one with a bad connection from deciding alone.
    /// </summary>
    internal static void Membership(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(1.5);
        options.MaxProbeTimeout = TimeSpan.FromSeconds(4);
        options.NumMissedProbesLimit = 3;
        options.EnableIndirectProbes = false;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(1);
        options.DefunctSiloExpiration = TimeSpan.FromHours(1);
        options.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
    }

    private static EngineOptions EngineFrom(IConfiguration configuration)
    {
        var defaults = new EngineOptions();
        return defaults with
        {
            SampleBytes = Number(configuration, "Engine:SampleBytes", defaults.SampleBytes, 1024, 1 << 30),
            ChunkBytes = Number(configuration, "Engine:ChunkBytes", defaults.ChunkBytes, 1024, 64 << 20),
            MaxRecordBytes = Number(configuration, "Engine:MaxRecordBytes", defaults.MaxRecordBytes, 1024, 1 << 30),
            MaxColumns = Number(configuration, "Engine:MaxColumns", defaults.MaxColumns, 1, 1_000_000),
            DedupeMemoryBytes = (long)Number(configuration, "Engine:DedupeMemoryMegabytes", (int)(defaults.DedupeMemoryBytes >> 20), 1, 1 << 20) << 20,
            MaxReferenceValues = Number(configuration, "Engine:MaxReferenceValues", defaults.MaxReferenceValues, 1, 100_000_000),
            Documents = DocumentsFrom(configuration, defaults.Documents),
        };
    }

    private static DocumentLimits DocumentsFrom(IConfiguration configuration, DocumentLimits defaults) => new()
    {
        MostEntries = Number(configuration, "Engine:Documents:MostEntries", defaults.MostEntries, 1, 1_000_000),
        MostInflatedBytes = (long)Number(configuration, "Engine:Documents:MostInflatedMegabytes", (int)(defaults.MostInflatedBytes >> 20), 1, 1 << 20) << 20,
        MostInflateRatio = Number(configuration, "Engine:Documents:MostInflateRatio", defaults.MostInflateRatio, 2, 100_000),
        MostXmlDepth = Number(configuration, "Engine:Documents:MostXmlDepth", defaults.MostXmlDepth, 16, 10_000),
        MostSharedTextBytes = Number(configuration, "Engine:Documents:MostSharedTextMegabytes", defaults.MostSharedTextBytes >> 20, 1, 2047) << 20,
        MostPages = Number(configuration, "Engine:Documents:MostPages", defaults.MostPages, 1, 1_000_000),
        MostLettersAPage = Number(configuration, "Engine:Documents:MostLettersAPage", defaults.MostLettersAPage, 1, 10_000_000),
        MostMarksAPage = Number(configuration, "Engine:Documents:MostMarksAPage", defaults.MostMarksAPage, 1, 100_000_000),
        MostContentBytesAPage = (long)Number(configuration, "Engine:Documents:MostContentMegabytesAPage", (int)(defaults.MostContentBytesAPage >> 20), 1, 2047) << 20,
        MostTimeToOpen = TimeSpan.FromSeconds(Number(configuration, "Engine:Documents:MostSecondsToOpen", (int)defaults.MostTimeToOpen.TotalSeconds, 1, 3600)),
        MostTimeAPage = TimeSpan.FromSeconds(Number(configuration, "Engine:Documents:MostSecondsAPage", (int)defaults.MostTimeAPage.TotalSeconds, 1, 3600)),
    };

    private static string? Folder(IConfiguration configuration, string key)
    {
        if (configuration[key] is not { } text || string.IsNullOrWhiteSpace(text))
            return null;
        if (text.Contains('\0', StringComparison.Ordinal) || File.Exists(text))
            throw new InvalidOperationException($"{key} is '{text.Replace('\0', '?')}', which is not a folder: give a folder.");
        return Path.GetFullPath(text);
    }

    private static int? Port(IConfiguration configuration, string key) =>
        Number(configuration, key, byDefault: 0, smallest: 0, ushort.MaxValue) is > 0 and var port ? port : null;

    private static int Number(IConfiguration configuration, string key, int byDefault, int smallest, int largest)
    {
        if (configuration[key] is not { } text || string.IsNullOrWhiteSpace(text))
            return byDefault;
        return int.TryParse(text, out var value) && value >= smallest && value <= largest
            ? value
            : throw new InvalidOperationException($"{key} is '{text}': give a whole number from {smallest} to {largest}.");
    }

    private static bool Flag(IConfiguration configuration, string key, bool byDefault)
    {
        if (configuration[key] is not { } text || string.IsNullOrWhiteSpace(text))
            return byDefault;
        return bool.TryParse(text, out var value) ? value : throw new InvalidOperationException($"{key} is '{text}': give true or false.");
    }
}
