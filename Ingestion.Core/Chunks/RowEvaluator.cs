using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Csv;
using Ingestion.Core.Plans;
using Ingestion.Core.Rejects;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Chunks;

/// <summary>
/// Runs a plan on one row at a time: types every value, checks every rule. Preview and job both go through here. Not thread-safe;
/// its buffers are used again from chunk to chunk.
/// </summary>
internal sealed class RowEvaluator
{
    private const int FirstCapacity = 1024;
    private const int ShownValueBytes = 120;
    private readonly Plan _plan;
    private readonly List<Failure> _failed = [];
    private int _capacity;

    public RowEvaluator(Plan plan)
    {
        _plan = plan;
        Columns = [.. plan.Inputs.Select(input => ColumnBuffer.Create(input.Spec))];
        ViolationRows = new long[plan.Checks.Count];
    }

    /// <summary>The typed values, by slot, of each of the plan's inputs.</summary>
    public ColumnBuffer[] Columns { get; }

    /// <summary>Rows that broke each check since the last <see cref="Reset"/>.</summary>
    public long[] ViolationRows { get; }

    /// <summary>Forgets the counts.</summary>
    public void Reset() => Array.Clear(ViolationRows);

    /// <summary>
    /// Why a record is no row: too long, broken quoting, a wrong number of fields. Null for a row.
    /// </summary>
    public string? WhyUnreadable(CsvRecordReader record, int maxRecordBytes)
    {
        if (record.RawRecord.Length > maxRecordBytes)
            return OversizedMessage(record.RawRecord.Length, maxRecordBytes);
        if (record.IsMalformed)
            return "A quote is opened and not closed, or text follows a closing quote. Only this line is left out; reading goes on with the next.";
        var fields = record.FieldCount;
        if (fields != _plan.SourceColumnCount && (fields > _plan.SourceColumnCount || _plan.Recipe.Source.RaggedRows == RaggedRows.Reject))
            return $"The row has {fields} field{(fields == 1 ? "" : "s")}; the header has {_plan.SourceColumnCount}.";
        return null;
    }

    /// <summary>Says that a record is too long.</summary>
    public static string OversizedMessage(long length, int maxRecordBytes) =>
        FormattableString.Invariant($"The record has {length:N0} bytes; at most {maxRecordBytes:N0} are read. Is a quote never closed?");

    /// <summary>Types and checks a row's values into <paramref name="slot"/>; false when a rule of severity ERROR is broken.</summary>
    public bool Evaluate(CsvRecordReader record, int slot)
    {
        if (slot >= _capacity)
            Grow();
        _failed.Clear();
        var keep = true;
        var fields = record.FieldCount;
        var inputs = _plan.Inputs;
        for (var i = 0; i < inputs.Length; i++)
        {
            var input = inputs[i];
            var column = Columns[i];
            var text = input.SourceIndex < fields ? record.GetSpan(input.SourceIndex) : [];
            if (input.IsNull(text))
            {
                column.SetNull(slot);
                foreach (var check in input.NotNull)
                    keep &= Fail(check, i, FailureKind.Missing);
                continue;
            }
            var typed = column.TrySet(slot, text);
            if (!typed)
                keep &= Fail(input.TypeCheck, i, FailureKind.Type);
            foreach (var check in input.Checks)
            {
                if ((typed || !check.NeedsTypedValue) && !check.Passes(column, slot, text))
                    keep &= Fail(check.Check, i, FailureKind.Value, check);
            }
        }
        return keep;
    }

    /// <summary>Adds the violations of the row evaluated last to a reject. The record must still be the current one.</summary>
    public void AddViolations(RejectBuffer reject, CsvRecordReader record, int slot)
    {
        foreach (var failed in _failed)
        {
            var value = Value(failed, record, out var isCut);
            reject.AddViolation(failed.Check.ViolationHead, value, isCut, Explanation(failed, slot));
        }
    }

    /// <summary>The violations of the row evaluated last, in words. The record must still be the current one.</summary>
    public IReadOnlyList<Violation> Violations(CsvRecordReader record, int slot)
    {
        var violations = new Violation[_failed.Count];
        for (var i = 0; i < violations.Length; i++)
        {
            var value = Value(_failed[i], record, out var isCut);
            var explanation = Encoding.UTF8.GetString(Explanation(_failed[i], slot));
            var message = value.IsEmpty ? explanation : $"'{Encoding.UTF8.GetString(value)}{(isCut ? "…" : "")}' {explanation}";
            violations[i] = new Violation(_failed[i].Check.RuleId, _failed[i].Check.Column, message);
        }
        return violations;
    }

    private ReadOnlySpan<byte> Value(Failure failed, CsvRecordReader record, out bool isCut)
    {
        isCut = false;
        if (failed.Kind == FailureKind.Missing)
            return [];
        var value = record.GetSpan(_plan.Inputs[failed.Input].SourceIndex);
        isCut = value.Length > ShownValueBytes;
        return isCut ? value[..RejectBuffer.CharacterBorder(value, ShownValueBytes)] : value;
    }

    private ReadOnlySpan<byte> Explanation(Failure failed, int slot) => failed.Kind switch
    {
        FailureKind.Missing => "The value is missing."u8,
        FailureKind.Type => _plan.Inputs[failed.Input].TypeMismatch,
        _ => failed.ValueCheck!.Explain(Columns[failed.Input], slot),
    };

    private bool Fail(PlanCheck check, int input, FailureKind kind, ValueCheck? valueCheck = null)
    {
        ViolationRows[check.Ordinal]++;
        _failed.Add(new Failure(check, input, kind, valueCheck));
        return check.Severity != RuleSeverity.Error;
    }

    private void Grow()
    {
        _capacity = Math.Max(FirstCapacity, _capacity * 2);
        foreach (var column in Columns)
            column.Reserve(_capacity);
    }

    private enum FailureKind
    {
        Missing,
        Type,
        Value,
    }

    private readonly record struct Failure(PlanCheck Check, int Input, FailureKind Kind, ValueCheck? ValueCheck);
}
