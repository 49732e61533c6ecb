using Ingestion.Core.Plans;
using Ingestion.Core.Records;

namespace Ingestion.Core.Fixes;

/// <summary>
/// Changes a column's values before they are typed. The record's own bytes stay as they are: a changed value is a part of the old one
/// or is appended to <see cref="RecordBytes"/>. Immutable: threads share it.
/// </summary>
internal abstract class ColumnFix(PlanFix fix)
{
    public PlanFix Fix { get; } = fix;

    /// <summary>Changes the rows of a batch and says how many values are not what they were.</summary>
    public abstract long Apply(RecordBatch batch);
}

/// <summary>A fix that looks at one value at a time, and not at absent ones.</summary>
internal abstract class ValueFix(PlanFix fix, int column) : ColumnFix(fix)
{
    /// <inheritdoc/>
    public sealed override long Apply(RecordBatch batch)
    {
        var changed = 0;
        for (var row = 0; row < batch.Count; row++)
        {
            ref var field = ref batch.Field(row, column);
            if (field.Length > 0 && TryChange(batch.Bytes, ref field))
                changed++;
        }
        return changed;
    }

    /// <summary>Changes a value, which is not empty; false, and nothing is changed, where it is well as it is.</summary>
    protected abstract bool TryChange(RecordBytes bytes, ref FieldRange field);

    /// <summary>Sets a value unless it is that already.</summary>
    protected static bool TrySet(RecordBytes bytes, ref FieldRange field, ReadOnlySpan<byte> value)
    {
        if (bytes[field].SequenceEqual(value))
            return false;
        field = bytes.Append(value);
        return true;
    }

    /// <summary>Keeps what was written to <see cref="RecordBytes.Room"/>, unless it is what the value was.</summary>
    protected static bool TryTake(RecordBytes bytes, ref FieldRange field, ReadOnlySpan<byte> written)
    {
        if (bytes[field].SequenceEqual(written))
            return false;
        field = bytes.Take(written.Length);
        return true;
    }
}
