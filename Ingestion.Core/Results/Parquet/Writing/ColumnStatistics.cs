namespace Ingestion.Core.Results.Parquet.Writing;

/// <summary>The statistics of a column chunk, by which readers pass over those that cannot have what they look for.</summary>
/// <param name="NullCount">Rows without a value.</param>
/// <param name="Min">The least value as PLAIN has it, without a length; null where there is none, or it would be too long.</param>
/// <param name="Max">The greatest, likewise.</param>
internal readonly record struct ColumnStatistics(int NullCount, byte[]? Min, byte[]? Max)
{
    /// <summary>A longer value is no bound worth its room in every footer.</summary>
    public const int MostBoundBytes = 4096;

    /// <summary>Writes the struct Statistics.</summary>
    public void Write(ThriftCompactWriter thrift)
    {
        short last = 0;
        thrift.WriteInteger(ref last, 3, ThriftType.I64, NullCount);
        if (Max is not null)
            thrift.WriteBinary(ref last, 5, Max);
        if (Min is not null)
            thrift.WriteBinary(ref last, 6, Min);
        thrift.WriteStop();
    }
}
