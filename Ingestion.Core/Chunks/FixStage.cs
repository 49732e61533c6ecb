using Ingestion.Core.Plans;
using Ingestion.Core.Records;

namespace Ingestion.Core.Chunks;

/// <summary>Applies a plan's fixes to a batch, before its values are typed. Not thread-safe; used again from chunk to chunk.</summary>
internal sealed class FixStage(Plan plan, RecordBatch batch)
{
    private byte[] _kept = [];

    /// <summary>Values that each fix changed since the last <see cref="Begin"/>; empty where there are no fixes.</summary>
    public long[] FixedValues { get; } = new long[plan.Fixes.Count];

    /// <summary>Begins a range of the source: forgets the counts and carries these values into it, see <see cref="CarriedValues.Begin"/>.</summary>
    public void Begin(byte[]?[]? carried)
    {
        Array.Clear(FixedValues);
        batch.Carried.Begin(carried);
    }

    /// <summary>Changes the batch's rows, all of which are readable.</summary>
    public void Apply()
    {
        if (plan.FixSteps.Length == 0)
            return;
        batch.Carried.BeginBatch();
        var used = batch.Bytes.Used;
        foreach (var copy in plan.Copies)
        {
            for (var row = 0; row < batch.Count; row++)
                batch.Field(row, copy.To) = batch.Field(row, copy.From);
        }
        foreach (var step in plan.FixSteps)
            FixedValues[step.Fix.Ordinal] += step.Apply(batch);
        batch.ForgetChangedUnread();
        if (plan.FixSteps.Length > 1)
            ForgetInterim(used);
    }

    /// <summary>Takes back the memory of values that a later fix changed again: a chunk's memory must not grow with the number of fixes.</summary>
    private void ForgetInterim(int used)
    {
        var bytes = batch.Bytes;
        var live = 0L;
        for (var row = 0; row < batch.Count; row++)
        {
            foreach (var field in batch.FieldsOf(row))
                live += field.Start >= used ? field.Length : 0;
        }
        if (live >= bytes.Used - used)
            return;
        if (_kept.Length < live)
            _kept = new byte[live * 2];
        var kept = 0;
        for (var row = 0; row < batch.Count; row++)
        {
            foreach (ref var field in batch.FieldsOf(row))
            {
                if (field.Start < used)
                    continue;
                bytes[field].CopyTo(_kept.AsSpan(kept));
                field = new FieldRange(used + kept, field.Length);
                kept += field.Length;
            }
        }
        _kept.AsSpan(0, kept).CopyTo(bytes.Array.AsSpan(used));
        bytes.Rewind(used + kept);
    }
}
