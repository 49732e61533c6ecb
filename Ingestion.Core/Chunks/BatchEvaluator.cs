using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Documents;
using Ingestion.Core.Plans;
using Ingestion.Core.Profiling;
using Ingestion.Core.Records;
using Ingestion.Core.Rejects;

namespace Ingestion.Core.Chunks;

/// <summary>
/// Runs a plan on a batch of rows, column by column: types every value, checks every rule. Preview and job both go through here.
/// Not thread-safe; its buffers are used again from chunk to chunk.
/// </summary>
internal sealed class BatchEvaluator
{
    private const int ShownValueBytes = 120;
    private readonly Plan _plan;
    private readonly RecordBatch _batch;
    private readonly ChunkProfiler? _profiler;
    private readonly FailureLists _failures;
    private readonly RowList _broken;
    private readonly bool[] _given;
    private readonly bool[] _rejected;
    private int _capacity;
    private int _firstSlot;
    private bool _hasErrors;

    /// <summary>Works on what <paramref name="batch"/> holds; shows it to the profiler, where there is one.</summary>
    public BatchEvaluator(Plan plan, RecordBatch batch, ChunkProfiler? profiler = null)
    {
        _plan = plan;
        _batch = batch;
        _profiler = profiler;
        _failures = new FailureLists(batch.Capacity);
        _broken = new RowList(batch.Capacity);
        _given = new bool[batch.Capacity];
        _rejected = new bool[batch.Capacity];
        Columns = [.. plan.Inputs.Select(input => ColumnBuffer.Create(input.Spec, batch.Bytes))];
        ViolationRows = new long[plan.Checks.Count];
    }

    /// <summary>The typed values, by slot, of each of the plan's inputs.</summary>
    public ColumnBuffer[] Columns { get; }

    /// <summary>Rows that broke each check since the last <see cref="Reset"/>.</summary>
    public long[] ViolationRows { get; }

    /// <summary>Forgets the counts.</summary>
    public void Reset() => Array.Clear(ViolationRows);

    /// <summary>Makes room for so many slots.</summary>
    public void Reserve(int capacity)
    {
        if (capacity <= _capacity)
            return;
        _capacity = capacity;
        foreach (var column in Columns)
            column.Reserve(capacity);
    }

    /// <summary>Types and checks the batch's rows, all of which are readable, into the slots from <paramref name="firstSlot"/>.</summary>
    public void Evaluate(int firstSlot)
    {
        _firstSlot = firstSlot;
        _failures.Clear();
        _rejected.AsSpan().Clear();
        _hasErrors = HasCellErrors();
        for (var i = 0; i < Columns.Length; i++)
            Evaluate(i, firstSlot);
        _profiler?.EndBatch();
    }

    /// <summary>Whether a row broke a rule of severity ERROR.</summary>
    public bool IsRejected(int row) => _rejected[row];

    /// <summary>Adds a row's violations to its reject.</summary>
    public void AddViolations(RejectBuffer reject, int row)
    {
        foreach (var failure in _failures.Of(row))
        {
            var value = Value(failure, row, out var isCut);
            reject.AddViolation(failure.Check.ViolationHead, value, isCut, Explanation(failure, row));
        }
    }

    /// <summary>A row's violations, in words.</summary>
    public IReadOnlyList<Violation> Violations(int row)
    {
        var violations = new List<Violation>();
        foreach (var failure in _failures.Of(row))
        {
            var value = Value(failure, row, out var isCut);
            var explanation = Encoding.UTF8.GetString(Explanation(failure, row));
            var message = value.IsEmpty ? explanation : $"'{Encoding.UTF8.GetString(value)}{(isCut ? "…" : "")}' {explanation}";
            violations.Add(new Violation(failure.Check.RuleId, failure.Check.Column, message));
        }
        return violations;
    }

    /// <summary>A row's field that an input reads, as it is in the source.</summary>
    public ReadOnlySpan<byte> Text(int input, int row) => Cells(input).Text(row);

    private void Evaluate(int input, int firstSlot)
    {
        var planned = _plan.Inputs[input];
        var cells = Cells(input);
        planned.FindGiven(cells, _given);
        if (planned.NotNull.Length > 0)
        {
            _broken.Clear();
            for (var row = 0; row < cells.Count; row++)
            {
                if (!_given[row])
                    _broken.Add(row);
            }
            foreach (var check in planned.NotNull)
                Fail(new Failure(check, input, FailureKind.Missing, null));
        }
        if (planned.ErrorCheck is { } errors)
            FindCellErrors(errors, input, planned.SourceIndex);
        _broken.Clear();
        Columns[input].Read(cells, _broken);
        _profiler?.Add(input, cells, Columns[input]);
        Fail(new Failure(planned.TypeCheck, input, FailureKind.Type, null));
        foreach (var check in planned.Checks)
        {
            _broken.Clear();
            check.FindBroken(cells, Columns[input], _broken);
            Fail(new Failure(check.Check, input, FailureKind.Value, check));
        }
    }

    /// <summary>Finds the cells that the document itself calls errors, which are no values to the other checks.</summary>
    private void FindCellErrors(PlanCheck check, int input, int column)
    {
        if (!_hasErrors)
            return;
        _broken.Clear();
        for (var row = 0; row < _batch.Count; row++)
        {
            var mark = _batch.Bytes[_batch.Mark(row)];
            if (!RowMark.HasErrors(mark) || !RowMark.IsError(mark, column))
                continue;
            _broken.Add(row);
            _given[row] = false;
        }
        Fail(new Failure(check, input, FailureKind.CellError, null));
    }

    private bool HasCellErrors()
    {
        if (_batch.LeadingFields == 0)
            return false;
        for (var row = 0; row < _batch.Count; row++)
        {
            if (RowMark.HasErrors(_batch.Bytes[_batch.Mark(row)]))
                return true;
        }
        return false;
    }

    private ColumnCells Cells(int input) => new(_batch, _plan.Inputs[input].SourceIndex, _firstSlot, _given.AsSpan(0, _batch.Count));

    private void Fail(Failure failure)
    {
        var rows = _broken.Rows;
        if (rows.IsEmpty)
            return;
        ViolationRows[failure.Check.Ordinal] += rows.Length;
        foreach (var row in rows)
        {
            _failures.Add(row, failure);
            _rejected[row] |= failure.Check.Severity == RuleSeverity.Error;
        }
    }

    private ReadOnlySpan<byte> Value(Failure failure, int row, out bool isCut)
    {
        isCut = false;
        if (failure.Kind == FailureKind.Missing)
            return [];
        var value = Text(failure.Input, row);
        isCut = value.Length > ShownValueBytes;
        return isCut ? value[..RejectBuffer.CharacterBorder(value, ShownValueBytes)] : value;
    }

    private ReadOnlySpan<byte> Explanation(Failure failure, int row) => failure.Kind switch
    {
        FailureKind.Missing => "The value is missing."u8,
        FailureKind.CellError => "is an error that the document itself shows, and no value."u8,
        FailureKind.Type => _plan.Inputs[failure.Input].TypeMismatch,
        _ => failure.ValueCheck!.Explain(Columns[failure.Input], _firstSlot + row),
    };
}
