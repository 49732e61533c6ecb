namespace Ingestion.Contracts;

/// <summary>The account of a chunk or a job: where every row went.</summary>
/// <param name="Read">Every record of the source, header and empty lines excepted.</param>
/// <param name="Clean">Rows in the result.</param>
/// <param name="Rejected">Rows that failed a rule of severity ERROR.</param>
/// <param name="Duplicate">Rows that a DEDUPE rule removed.</param>
/// <param name="Unreadable">Records that are not rows: broken encoding or quoting, a wrong number of fields, too long.</param>
[GenerateSerializer, Immutable, Alias("RowCounts")]
public readonly record struct RowCounts(
    [property: Id(0)] long Read,
    [property: Id(1)] long Clean,
    [property: Id(2)] long Rejected,
    [property: Id(3)] long Duplicate,
    [property: Id(4)] long Unreadable)
{
    /// <summary>Row conservation: whether every row read is accounted for exactly once.</summary>
    public bool Balances => Read == Clean + Rejected + Duplicate + Unreadable;

    /// <summary>Adds two accounts.</summary>
    public static RowCounts operator +(RowCounts a, RowCounts b) => new(
        a.Read + b.Read, a.Clean + b.Clean, a.Rejected + b.Rejected, a.Duplicate + b.Duplicate, a.Unreadable + b.Unreadable);

    /// <summary>Adds two accounts.</summary>
    public static RowCounts Add(RowCounts left, RowCounts right) => left + right;
}
