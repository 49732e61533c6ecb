using Ingestion.Benchmarks.Ours;
using Ingestion.Benchmarks.Pdfs;
using Ingestion.Benchmarks.Peers;
using Ingestion.Benchmarks.Workbooks;

namespace Ingestion.Benchmarks.Running;

/// <summary>Everyone who takes part, in the order of the tables.</summary>
internal static class Contestants
{
    public static IReadOnlyList<IContestant> All { get; } = [new EngineContestant(isProfiled: false), new EngineContestant(isProfiled: true), new JobContestant(), new DuckDbPeer()];

    /// <summary>The ones of <c>orders</c> named in <paramref name="names"/>, separated by commas; null for all.</summary>
    public static IReadOnlyList<IContestant> Select(string? names) =>
        names is null ? All : [.. names.Split(',').Select(Get)];

    public static IContestant Get(string name) =>
        All.Concat(WorkbookReaders.All).Concat(PdfReaders.All).FirstOrDefault(contestant => contestant.Name == name)
        ?? throw new UsageException($"There is no contestant '{name}'. There are: {string.Join(", ", All.Select(c => c.Name))}.");
}
