using Ingestion.Core.Plans;
using Ingestion.Core.Records;

namespace Ingestion.Core.Fixes;

/// <summary>FILL: one value wherever there is none.</summary>
internal sealed class FillFix(PlanFix fix, int column, byte[] value, byte[][] nullTokens) : ColumnFix(fix)
{
    public override long Apply(RecordBatch batch)
    {
        var changed = 0;
        // One copy serves the whole batch.
        FieldRange? filling = null;
        for (var row = 0; row < batch.Count; row++)
        {
            ref var field = ref batch.Field(row, column);
            if (field.Length > 0 && !PlanColumn.IsToken(nullTokens, batch.Bytes[field]))
                continue;
            filling ??= batch.Bytes.Append(value);
            field = filling.Value;
            changed++;
        }
        return changed;
    }
}

/// <summary>
/// FILL by PREVIOUS: the last value of the rows before, where there is none. What the batch before ended with is in
/// <see cref="RecordBatch.Carried"/> at <paramref name="carry"/>.
/// </summary>
internal sealed class FillPreviousFix(PlanFix fix, int column, int carry, byte[][] nullTokens) : ColumnFix(fix)
{
    public override long Apply(RecordBatch batch)
    {
        var changed = 0;
        var last = default(FieldRange);
        var before = batch.Carried[carry];
        var firstExact = batch.Count;
        for (var row = 0; row < batch.Count; row++)
        {
            ref var field = ref batch.Field(row, column);
            if (field.Length > 0 && !PlanColumn.IsToken(nullTokens, batch.Bytes[field]))
            {
                last = field;
                if (row >= batch.Carried.ExactFrom)
                    firstExact = Math.Min(firstExact, row);
                continue;
            }
            if (last.Length == 0 && before is not null)
                last = batch.Bytes.Append(before);
            if (last.Length == 0)
                continue;
            field = last;
            changed++;
        }
        batch.Carried.Take(carry, batch.Bytes[last], firstExact, batch.Count);
        return changed;
    }
}

/// <summary>What FILL puts where there is no value.</summary>
internal enum FillMode
{
    /// <summary>The parameter <c>value</c>.</summary>
    Constant,

    /// <summary>The column's last value in the rows before.</summary>
    Previous,

    /// <summary>What the column's type begins with: 0 or false.</summary>
    Default,
}
