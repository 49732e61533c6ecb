using System.Globalization;
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

/// <summary>FILL by PREVIOUS where no row has its row before: nobody knows the value.</summary>
internal sealed class FillNothingFix(PlanFix fix, int column, byte[][] nullTokens) : ColumnFix(fix)
{
    /// <exception cref="UnreadableSourceException">A row has no value.</exception>
    public override long Apply(RecordBatch batch)
    {
        var empty = 0;
        for (var row = 0; row < batch.Count; row++)
        {
            var field = batch.Field(row, column);
            if (field.Length == 0 || PlanColumn.IsToken(nullTokens, batch.Bytes[field]))
                empty++;
        }
        return empty == 0 ? 0 : throw new UnreadableSourceException(string.Create(CultureInfo.InvariantCulture,
            $"'{Fix.Column}' is empty in {empty:N0} of {batch.Count:N0} corrected rows. The rule '{Fix.RuleId}' fills it from the row before, which rows on their own do not have. Write the values into these rows and upload them again."));
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
