using Ingestion.Core.Profiling.Sketches;

namespace Ingestion.Core.Profiling;

internal sealed partial class ColumnSummary
{
    /// <summary>Writes it; what follows from the counts is left out.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt64(Count);
        writer.Write7BitEncodedInt64(Nulls);
        writer.Write7BitEncodedInt64(Misfits);
        writer.Write(IsSpilled);
        writer.Write(PatternsAreSampled);
        foreach (var values in (ReadOnlySpan<FrequentValues>)[Values, MisfitTexts, NullLike, Applied, Patterns])
            values.Write(writer);
        Facts.Write(writer);
        Kinds.Write(writer);
        if (!IsSpilled)
            return;
        Distinct.Write(writer);
        if (Column.IsText)
            return;
        writer.Write(Min);
        writer.Write(Max);
        Quantiles.Write(writer);
        Moments?.Write(writer);
    }

    /// <summary>Reads into an empty one what <see cref="Write"/> wrote.</summary>
    public void Read(BinaryReader reader)
    {
        Count = reader.Read7BitEncodedInt64();
        Nulls = reader.Read7BitEncodedInt64();
        Misfits = reader.Read7BitEncodedInt64();
        IsSpilled = reader.ReadBoolean();
        PatternsAreSampled = reader.ReadBoolean();
        foreach (var values in (ReadOnlySpan<FrequentValues>)[Values, MisfitTexts, NullLike, Applied, Patterns])
            values.Read(reader);
        Facts.Read(reader);
        Kinds.Read(reader);
        if (!IsSpilled)
            return;
        Distinct.Read(reader);
        if (Column.IsText)
            return;
        Min = reader.ReadInt64();
        Max = reader.ReadInt64();
        Quantiles.Read(reader);
        Moments?.Read(reader);
    }
}
