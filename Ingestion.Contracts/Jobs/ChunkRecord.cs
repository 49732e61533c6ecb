namespace Ingestion.Contracts;

/// <summary>A finished chunk as the ledger remembers it. The ledger is the truth about finished work.</summary>
/// <param name="Index">0-based position of the chunk in its source.</param>
/// <param name="LengthBytes">How much of the source it covers.</param>
/// <param name="Counts">Its account, which balances.</param>
/// <param name="ViolationRows">Rows that broke each of the plan's checks, in the plan's order.</param>
/// <param name="PartBytes">Size of its clean part; 0 when no row was clean and there is no part.</param>
/// <param name="RejectBytes">Size of its rejects part; 0 when there is none.</param>
/// <param name="Checksum">XXH3-128 of the clean part, lower-case hex; empty when there is none.</param>
/// <param name="FixedValues">Values that each of the plan's fixes changed, in the plan's order; null where there are no fixes.</param>
[GenerateSerializer, Immutable, Alias("ChunkRecord")]
public sealed record ChunkRecord(
    [property: Id(0)] int Index,
    [property: Id(1)] long LengthBytes,
    [property: Id(2)] RowCounts Counts,
    [property: Id(3)] IReadOnlyList<long> ViolationRows,
    [property: Id(4)] long PartBytes,
    [property: Id(5)] long RejectBytes,
    [property: Id(6)] string Checksum,
    [property: Id(7)] IReadOnlyList<long>? FixedValues = null);
