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
/// Runs a plan on a batch of rows, column by column: fixes, types every value, checks every rule. Preview and job both go through here.
/// Not thread-safe; its buffers are used again from chunk to chunk.
/// </summary>
internal sealed class BatchEvaluator : IDisposable
{
    private const int ShownValueBytes = 120;
    private readonly Plan _plan;
    private readonly RecordBatch _batch;
    private readonly ChunkProfiler? _profiler;
    private readonly FailureLists _failures;
    private readonly RowList _broken;
    private readonly bool[] _given;
    private readonly bool[] _rejected;
    private readonly FixStage _fixes;
    private readonly List<(int Row, int Input, PlanCheck Check)> _toSet = [];
    private readonly Dictionary<int, IReadOnlyList<Violation>> _beforeSet = [];
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
        _fixes = new FixStage(plan, batch);
        Columns = [.. plan.Inputs.Select(input => ColumnBuffer.Create(input.Spec, batch.Bytes))];
        ViolationRows = new long[plan.Checks.Count];
    }

    /// <summary>The typed values, by slot, of each of the plan's inputs.</summary>
    public ColumnBuffer[] Columns { get; }

    /// <summary>Rows that broke each check since the last <see cref="Begin"/>.</summary>
    public long[] ViolationRows { get; }

    /// <summary>Values that each fix changed since the last <see cref="Begin"/>.</summary>
    public long[] FixedValues => _fixes.FixedValues;

    /// <summary>The first row of the batch that broke a rule of severity FATAL; -1 where none did.</summary>
    public int FatalRow { get; private set; }

    /// <summary>Whether somebody asks for <see cref="Violations"/> of rows that stay: their words are then made before values are replaced.</summary>
    public bool ExplainsKeptRows { get; init; }

    /// <summary>Begins a range of the source behind the values that fixes carry into it: see <see cref="CarriedValues.Begin"/>.</summary>
    public void Begin(byte[]?[]? carried)
    {
        Array.Clear(ViolationRows);
        foreach (var column in Columns)
            column.Begin();
        _fixes.Begin(carried);
    }

    /// <summary>Makes room for so many slots.</summary>
    public void Reserve(int capacity)
    {
        if (capacity <= _capacity)
            return;
        _capacity = capacity;
        foreach (var column in Columns)
            column.Reserve(capacity);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var column in Columns)
            column.Dispose();
        _capacity = 0;
    }

    /// <summary>Fixes, types and checks the batch's rows, all of which are readable, into the slots from <paramref name="firstSlot"/>.</summary>
    public void Evaluate(int firstSlot)
    {
        _firstSlot = firstSlot;
        _failures.Clear();
        _toSet.Clear();
        _beforeSet.Clear();
        _rejected.AsSpan().Clear();
        FatalRow = -1;
        _hasErrors = HasCellErrors();
        _fixes.Apply();
        for (var i = 0; i < Columns.Length; i++)
            Evaluate(i, firstSlot);
        _profiler?.EndBatch();
        foreach (var check in _plan.RowChecks)
        {
            _broken.Clear();
            check.FindBroken(Columns, firstSlot, _batch.Count, _broken);
            Fail(new Failure(check.Check, check.Input, FailureKind.Row, null, check));
        }
        SetValues();
    }

    /// <summary>Whether a row broke a rule that removes it.</summary>
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
        if (_beforeSet.TryGetValue(row, out var before))
            return before;
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

    /// <summary>Whether a rule replaced an input's value in a row.</summary>
    public bool IsSet(int input, int row) => !_rejected[row] && _toSet.Exists(set => set.Row == row && set.Input == input);

    /// <summary>What a rule of severity FATAL says of a row, in words.</summary>
    public Violation FatalViolation(int row)
    {
        var index = 0;
        foreach (var failure in _failures.Of(row))
        {
            if (failure.Check.Severity == RuleSeverity.Fatal)
                break;
            index++;
        }
        return Violations(row)[index];
    }

    /// <summary>A row's field that an input reads, after the fixes.</summary>
    public ReadOnlySpan<byte> Text(int input, int row) => Cells(input).Text(row);

    private void Evaluate(int input, int firstSlot)
    {
        var planned = _plan.Inputs[input];
        var cells = Cells(input);
        planned.FindGiven(cells, _given);
        if (planned.NotNull.Length > 0)
        {
            FindMissing(cells.Given);
            foreach (var check in planned.NotNull)
                Fail(new Failure(check, input, FailureKind.Missing, null));
        }
        if (planned.ErrorCheck is { } errors)
            FindCellErrors(errors, input, planned.ErrorColumn);
        _broken.Clear();
        Columns[input].Read(cells, _broken);
        if (_batch.Unread.Count > 0 && planned.Spec.Type != ColumnType.Text)
            TakeUnread(input);
        _profiler?.Add(input, cells, Columns[input]);
        Fail(new Failure(planned.TypeCheck, input, FailureKind.Type, null));
        foreach (var check in planned.Checks)
        {
            _broken.Clear();
            check.FindBroken(cells, Columns[input], _broken);
            Fail(new Failure(check.Check, input, FailureKind.Value, check));
        }
    }

    private void FindMissing(ReadOnlySpan<bool> given)
    {
        _broken.Clear();
        var next = _broken.Next;
        var count = 0;
        for (var row = 0; row < given.Length; row++)
        {
            next[count] = row;
            count += given[row] ? 0 : 1;
        }
        _broken.Take(count);
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

    private void TakeUnread(int input)
    {
        foreach (var (row, column, _) in _batch.Unread)
        {
            if (column != _plan.Inputs[input].BatchColumn || Columns[input].IsNull(_firstSlot + row))
                continue;
            Columns[input].SetNull(_firstSlot + row);
            _broken.Add(row);
        }
    }

    private ColumnCells Cells(int input) => new(_batch, _plan.Inputs[input].BatchColumn, _firstSlot, _given.AsSpan(0, _batch.Count));

    private void Fail(Failure failure)
    {
        var rows = _broken.Rows;
        if (rows.IsEmpty)
            return;
        ViolationRows[failure.Check.Ordinal] += rows.Length;
        foreach (var row in rows)
        {
            _failures.Add(row, failure);
            _rejected[row] |= failure.Check.RemovesRow;
        }
        if (failure.Check.SetsValue)
        {
            foreach (var row in rows)
                _toSet.Add((row, failure.Input, failure.Check));
        }
        if (failure.Check.Severity != RuleSeverity.Fatal)
            return;
        foreach (var row in rows)
            FatalRow = FatalRow < 0 ? row : Math.Min(FatalRow, row);
    }

    // All checks look at the same row; what they replace is replaced when all have looked. Of several the last decides. A row that
    // goes to the rejects keeps its values, which its violations are explained by.
    private void SetValues()
    {
        if (ExplainsKeptRows)
        {
            foreach (var (row, _, _) in _toSet)
                _beforeSet.TryAdd(row, Violations(row));
        }
        foreach (var (row, input, check) in _toSet)
        {
            if (_rejected[row])
                continue;
            var slot = _firstSlot + row;
            if (check.Default is { } value)
                Columns[input].TrySet(slot, value);
            else
                Columns[input].SetNull(slot);
        }
    }

    private ReadOnlySpan<byte> Value(Failure failure, int row, out bool isCut)
    {
        isCut = false;
        if (failure.Kind == FailureKind.Missing || failure.RowCheck is { ShowsValue: false })
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
        FailureKind.Row => failure.RowCheck!.Explain(Columns, _firstSlot + row),
        _ => failure.ValueCheck!.Explain(Columns[failure.Input], _firstSlot + row, Text(failure.Input, row)),
    };
}
