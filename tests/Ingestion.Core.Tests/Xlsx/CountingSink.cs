using Ingestion.Core.Documents;

namespace Ingestion.Core.Tests.Xlsx;

/// <summary>Counts what it is given, and keeps none of it.</summary>
internal sealed class CountingSink : ITableSink
{
    public int Rows { get; private set; }

    public long Bytes { get; private set; }

    public void BeginRow(RowPosition position)
    {
    }

    public void Cell(int column, ReadOnlySpan<byte> text, CellKind kind) => Bytes += text.Length;

    public bool EndRow()
    {
        Rows++;
        return true;
    }
}
