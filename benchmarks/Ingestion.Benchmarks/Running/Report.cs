using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Benchmarks.Running;

/// <summary>What was measured, where and when.</summary>
/// <param name="Machine">Where.</param>
/// <param name="At">When.</param>
/// <param name="Workers">How many threads each contestant may use.</param>
/// <param name="Repeat">Out of how many runs each measurement is the median.</param>
/// <param name="InputBytes">The length of the input.</param>
/// <param name="Expected">The account that the input's generator kept.</param>
/// <param name="Measurements">One a contestant.</param>
internal sealed record Report(
    Machine Machine,
    DateTimeOffset At,
    int Workers,
    int Repeat,
    long InputBytes,
    RowCounts Expected,
    IReadOnlyList<Measurement> Measurements)
{
    /// <summary>The contestant all the others are compared to.</summary>
    public const string Peer = "duckdb";

    private static readonly JsonSerializerOptions Json = new(ContractsJson.Options) { WriteIndented = true };

    /// <summary>The version of the peer's library.</summary>
    public string PeerVersion { get; init; } = Peers.DuckDbPeer.LibraryVersion;

    /// <summary>The same on a larger input; null unless asked for.</summary>
    public Report? Larger { get; init; }

    /// <summary>A sentence for each contestant whose account is not the expected one.</summary>
    public IReadOnlyList<string> Mistakes() =>
    [
        .. Measurements
            .Where(measured => measured.Counts != Expected)
            .Select(measured => $"{measured.Contestant} counts {measured.Counts}, but the file holds {Expected}."),
        .. Larger?.Mistakes() ?? [],
    ];

    /// <summary>The measurements as a table that reads well in a console and in Markdown.</summary>
    public string Table()
    {
        var peer = Measurements.FirstOrDefault(measured => measured.Contestant == Peer);
        return TextTable.Format(
            ["contestant", "wall s", "CPU s", "peak MB", "rows/s", $"speed vs. {Peer}", "memory vs. it", "set-up s", "process s"],
            Measurements.Select(measured => new[]
            {
                measured.Contestant,
                $"{measured.WallSeconds:F2}",
                $"{measured.CpuSeconds:F2}",
                $"{measured.PeakBytes / 1e6:F0}",
                $"{measured.RowsPerSecond:N0}",
                peer is null ? "" : $"{peer.WallSeconds / measured.WallSeconds:F2}x",
                peer is null ? "" : $"{(double)measured.PeakBytes / peer.PeakBytes:F2}x",
                $"{measured.SetUpSeconds:F2}",
                $"{measured.ProcessSeconds:F2}",
            }));
    }

    /// <summary>How much more time and memory the larger input took.</summary>
    public string ScalingTable() => TextTable.Format(
        ["contestant", $"rows {Larger!.Expected.Read:N0} : {Expected.Read:N0}", "wall", "CPU", "peak memory"],
        Larger.Measurements.Zip(Measurements, (large, small) => new[]
        {
            small.Contestant,
            $"{(double)large.Counts.Read / small.Counts.Read:F2}x",
            $"{large.WallSeconds / small.WallSeconds:F2}x",
            $"{large.CpuSeconds / small.CpuSeconds:F2}x",
            $"{(double)large.PeakBytes / small.PeakBytes:F2}x",
        }));

    /// <summary>Writes <c>{folder}/{processor}/{name}.md</c> and <c>.json</c>.</summary>
    /// <returns>The Markdown file's path.</returns>
    public string Save(string folder, string name)
    {
        var path = Path.Combine(folder, Machine.Slug, name + ".md");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Markdown());
        File.WriteAllText(Path.ChangeExtension(path, ".json"), JsonSerializer.Serialize(this, Json) + "\n");
        return path;
    }

    private string Markdown() => $"""
        # {Expected.Read:N0} orders, {InputBytes / 1e6:N0} MB

        {Machine.Description}, DuckDB {PeerVersion}; {Workers} threads each; {At:yyyy-MM-dd HH:mm} UTC;
        {(Repeat == 1 ? "one run each" : $"median of {Repeat} runs each")}.

        {Table()}
        Every contestant's account: {Expected.Clean:N0} clean, {Expected.Rejected:N0} rejected, {Expected.Duplicate:N0} duplicate,
        {Expected.Unreadable:N0} unreadable{(Mistakes().Count == 0 ? "." : ", EXCEPT: " + string.Join(' ', Mistakes()))}
        {(Larger is null ? "" : $"\n## {Larger.Expected.Read:N0} orders, {Larger.InputBytes / 1e6:N0} MB\n\n{Larger.Table()}\n{ScalingTable()}")}
        """.TrimEnd() + "\n";
}
