using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Silo.Chunks;
using Ingestion.Silo.Lanes;

namespace Ingestion.Silo.Telemetry;

/// <summary>Enumerations as tags say them: the API's words in lower case.</summary>
internal static class TagWords
{
    public static string Of(JobMode mode) => Words<JobMode>.All[(int)mode];

    public static string Of(JobStatus status) => Words<JobStatus>.All[(int)status];

    public static string Of(ChunkOutcome outcome) => Words<ChunkOutcome>.All[(int)outcome];

    public static string Of(RuleType rule) => Words<RuleType>.All[(int)rule];

    public static string Of(RuleSeverity severity) => Words<RuleSeverity>.All[(int)severity];

    public static string Of(LanePriority priority) => Words<LanePriority>.All[(int)priority];

    // By position: none of them gives its values numbers.
    private static class Words<T> where T : struct, Enum
    {
        public static readonly string[] All = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
    }
}
