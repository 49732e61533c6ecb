using Ingestion.Contracts;

namespace Ingestion.Benchmarks.Running;

/// <summary>One way of doing the benchmark's work. It runs in a process of its own, so it may leave nothing to clean up but files.</summary>
internal interface IContestant
{
    /// <summary>How the command line and the results call it.</summary>
    string Name { get; }

    /// <summary>Reads the input; of <c>orders</c>, cleans it as <see cref="Orders.OrdersRecipe"/> says and writes result and rejects.</summary>
    Task<ContestResult> RunAsync(ContestArgs args);
}

/// <summary>What a contestant is given.</summary>
/// <param name="InputPath">The orders file, or the workbook.</param>
/// <param name="OutputFolder">An empty folder for its result, rejects and scratch files; deleted after the run.</param>
/// <param name="Workers">How many threads may compute at once.</param>
internal sealed record ContestArgs(string InputPath, string OutputFolder, int Workers);

/// <summary>What a contestant answers.</summary>
/// <param name="Counts">The account of the rows it read.</param>
/// <param name="SetUp">
/// What passed before it could take the work, such as starting a host: left out of its wall time and shown beside it.
/// </param>
internal sealed record ContestResult(RowCounts Counts, TimeSpan SetUp = default);
