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
    private readonly List<PlanCheck> _failed = [];
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

    /// <summary>The checks that the row evaluated last broke, warnings included.</summary>
    public IReadOnlyList<PlanCheck> Failed => _failed;

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
                    keep &= Fail(check);
                continue;
            }
            var typed = column.TrySet(slot, text);
            if (!typed)
                keep &= Fail(input.TypeCheck);
            foreach (var check in input.Checks)
            {
                if ((typed || !check.NeedsTypedValue) && !check.Passes(column, slot, text))
                    keep &= Fail(check.Check);
            }
        }
        return keep;
    }

    /// <summary>The violations of the row evaluated last, in words. The record must still be the current one.</summary>
    public IEnumerable<Violation> Violations(CsvRecordReader record, int slot)
    {
        foreach (var check in _failed)
            yield return new Violation(check.RuleId, check.Column, Explain(check, record, slot));
    }

    private string Explain(PlanCheck check, CsvRecordReader record, int slot)
    {
        for (var i = 0; i < _plan.Inputs.Length; i++)
        {
            var input = _plan.Inputs[i];
            if (Array.IndexOf(input.NotNull, check) >= 0)
                return "The value is missing.";
            var isType = input.TypeCheck == check;
            var valueCheck = isType ? null : Array.Find(input.Checks, candidate => candidate.Check == check);
            if (isType || valueCheck is not null)
                return $"'{Shown(record.GetSpan(input.SourceIndex))}' {valueCheck?.Explain(Columns[i], slot) ?? TypeText.Mismatch(input.Spec)}.";
        }
        throw new InvalidOperationException($"Check {check.Ordinal} belongs to no input.");
    }

    private bool Fail(PlanCheck check)
    {
        ViolationRows[check.Ordinal]++;
        _failed.Add(check);
        return check.Severity != RuleSeverity.Error;
    }

    private void Grow()
    {
        _capacity = Math.Max(FirstCapacity, _capacity * 2);
        foreach (var column in Columns)
            column.Reserve(_capacity);
    }

    private static string Shown(ReadOnlySpan<byte> text) =>
        text.Length <= ShownValueBytes ? Encoding.UTF8.GetString(text) : Encoding.UTF8.GetString(text[..RejectBuffer.CharacterBorder(text, ShownValueBytes)]) + "…";
}
