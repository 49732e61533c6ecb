using System.IO.Hashing;
using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Csv;
using Ingestion.Core.Matching;
using Ingestion.Core.Plans;

namespace Ingestion.Core.Results;

/// <summary>What a job's result consists of. Written last: there is a result exactly when its manifest exists.</summary>
public sealed record ResultManifest
{
    /// <summary>The form that this code writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of this record's form. Default: <see cref="CurrentVersion"/>.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The job that wrote the result.</summary>
    public required JobId JobId { get; init; }

    /// <summary>When the result was published.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The job's account, which balances.</summary>
    public required RowCounts RowCounts { get; init; }

    /// <summary>The result's columns, in order.</summary>
    public required IReadOnlyList<ResultColumn> Columns { get; init; }

    /// <summary>Names the recipe by its content, lower-case hex.</summary>
    public required string RecipeHash { get; init; }

    /// <summary>SHA-256 of the raw artifact, lower-case hex.</summary>
    public required string SourceSha256 { get; init; }

    /// <summary>How many rows broke each rule when the job ran; repairs change nothing here.</summary>
    public IReadOnlyList<ViolationCount> Violations { get; init; } = [];

    /// <summary>How many values each fix changed; null where the recipe has no fixes.</summary>
    public IReadOnlyList<FixCount>? Fixes { get; init; }

    /// <summary>The clean rows, in source order, then those that repairs added. A chunk without a clean row has no part.</summary>
    public required IReadOnlyList<ResultPart> Parts { get; init; }

    /// <summary>The rejected, duplicate and unreadable rows, in source order; those of <see cref="Repairs"/> are still among them.</summary>
    public IReadOnlyList<RejectPart> Rejects { get; init; } = [];

    /// <summary>The profile's key below the job's folder; null where the job made none.</summary>
    public string? Profile { get; init; }

    /// <summary>How the source was read; null in a result of an older version, whose rejects cannot be repaired.</summary>
    public CsvLayout? Source { get; init; }

    /// <summary>The names by which rules know the source's columns, where they are not its own. None in a result of an older version.</summary>
    public IReadOnlyList<ColumnRename> Renames { get; init; } = [];

    /// <summary>What repairs added since the job ended, oldest first.</summary>
    public IReadOnlyList<RepairPart> Repairs { get; init; } = [];

    /// <summary>1 as the job published it, one more with each repair.</summary>
    public int ResultVersion => 1 + Repairs.Count;

    /// <summary>Stands for all clean rows: see <see cref="ChecksumOf"/>.</summary>
    public required string Checksum { get; init; }

    /// <summary>XXH3-128, lower-case hex, over the parts' checksums in order, each followed by a line feed.</summary>
    public static string ChecksumOf(IEnumerable<ResultPart> parts)
    {
        var hash = new XxHash128();
        foreach (var part in parts)
            hash.Append(Encoding.ASCII.GetBytes(part.Checksum + "\n"));
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}

/// <summary>A column of a result.</summary>
/// <param name="Name">Unique in the result.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Format">How the source wrote them; see <see cref="SourceColumn.Format"/>.</param>
/// <param name="Precision">The most digits of a DECIMAL, 1 to 38; null for other types.</param>
/// <param name="Scale">The decimals of a DECIMAL, 0 to its precision; null for other types.</param>
/// <param name="IsUtc">Whether a TIMESTAMP names a moment, kept as UTC, rather than a local time.</param>
/// <param name="From">The source column it comes from, or its own name where a fix made it; null in a result of an older version.</param>
public sealed record ResultColumn(
    string Name,
    ColumnType Type,
    string? Format = null,
    int? Precision = null,
    int? Scale = null,
    bool IsUtc = false,
    string? From = null)
{
    /// <summary>A plan's columns, with the names that the source itself has for what they come from.</summary>
    internal static IReadOnlyList<ResultColumn> Of(Plan plan, CsvLayout source) =>
        [.. plan.Columns.Select((column, index) => Of(column, SourceNames.InFile(plan.Inputs[index].SourceName, source.Columns, plan.Recipe.Source)))];

    /// <summary>A column of a plan as the manifest names it.</summary>
    private static ResultColumn Of(ColumnSpec column, string from)
    {
        var isDecimal = column.Type == ColumnType.Decimal;
        return new(column.Name, column.Type, column.Pattern, isDecimal ? column.Precision : null, isDecimal ? column.Scale : null, column.IsUtc, from);
    }
}

/// <summary>A Parquet file with the clean rows of one chunk.</summary>
/// <param name="Name">Its key below the job's folder, such as <c>parts/000012.parquet</c>.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Checksum">XXH3-128 of its bytes, lower-case hex; empty when it was not taken, and then it is not checked.</param>
public sealed record ResultPart(string Name, long Rows, long Bytes, string Checksum);

/// <summary>A JSON Lines file with the rejected, duplicate and unreadable rows of one chunk.</summary>
/// <param name="Name">Its key below the job's folder, such as <c>rejects/000012.jsonl</c>.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Bytes">Its size.</param>
public sealed record RejectPart(string Name, long Rows, long Bytes);

/// <summary>What a repair of the rejects added.</summary>
/// <param name="JobId">The repair.</param>
/// <param name="At">When it was added.</param>
/// <param name="Rows">How many rows, which are in <see cref="ResultManifest.Parts"/>.</param>
/// <param name="Name">The key below the job's folder of the list of the rejects that these rows were, such as <c>repairs/….json</c>.</param>
public sealed record RepairPart(JobId JobId, DateTimeOffset At, long Rows, string Name);
