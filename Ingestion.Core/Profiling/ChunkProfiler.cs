using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;

namespace Ingestion.Core.Profiling;

/// <summary>
/// Profiles a chunk while it is evaluated: what the evaluator has typed is looked at as it is, and only the columns that the plan does not
/// read are typed here. Not thread-safe; used again from chunk to chunk.
/// </summary>
internal sealed class ChunkProfiler
{
    private readonly ColumnProfiler[] _columns;
    private readonly ColumnProfiler?[] _byInput;
    private readonly Unread[] _unread;
    private readonly RowList _misfits;
    private readonly bool[] _given;
    private readonly RecordBatch _batch;

    /// <param name="plan">What is evaluated.</param>
    /// <param name="source">The source's columns.</param>
    /// <param name="batch">Where its records are.</param>
    public ChunkProfiler(Plan plan, IReadOnlyList<SourceColumn> source, RecordBatch batch)
    {
        var columns = ProfiledColumn.Of(plan, source);
        var bounds = ProfileBounds.Of(columns.Count);
        _batch = batch;
        _columns = [.. columns.Select(column => ColumnProfiler.Create(column, bounds, batch.Capacity))];
        _byInput = new ColumnProfiler?[plan.Inputs.Length];
        foreach (var column in columns.Where(column => column.Input >= 0))
            _byInput[column.Input] = _columns[column.Position];
        _unread = [.. columns.Where(column => column.Input < 0).Select(column => new Unread(column, plan, batch))];
        _misfits = new RowList(batch.Capacity);
        _given = new bool[batch.Capacity];
        Profile = new ChunkProfile([.. _columns.Select(column => column.Summary)]);
    }

    /// <summary>What is known so far; it is this profiler's and changes.</summary>
    public ChunkProfile Profile { get; }

    /// <summary>Begins a chunk.</summary>
    public void Begin()
    {
        Profile.Clear();
        foreach (var unread in _unread)
            unread.Values.Begin();
    }


    /// <summary>Looks at a batch's values of one of the plan's inputs.</summary>
    public void Add(int input, in ColumnCells cells, ColumnBuffer column) => _byInput[input]?.Add(cells, column);

    /// <summary>Ends a chunk.</summary>
    public void End()
    {
        foreach (var column in _columns)
            column.EndChunk();
    }

    /// <summary>Ends a batch: looks at the columns that are no input of the plan.</summary>
    public void EndBatch()
    {
        Profile.Rows += _batch.Count;
        foreach (var unread in _unread)
        {
            var cells = new ColumnCells(_batch, unread.Input.BatchColumn, 0, _given.AsSpan(0, _batch.Count));
            unread.Input.FindGiven(cells, _given);
            _misfits.Clear();
            unread.Values.Read(cells, _misfits);
            _columns[unread.Input.BatchColumn].Add(cells, unread.Values);
        }
    }

    private sealed class Unread
    {
        public Unread(ProfiledColumn column, Plan plan, RecordBatch batch)
        {
            Input = new PlanColumn(column.Position, column.Name, column.Spec, [.. plan.Recipe.Source.NullTokens.Where(token => token.Length > 0).Select(System.Text.Encoding.UTF8.GetBytes)]);
            Values = ColumnBuffer.Create(column.Spec, batch.Bytes);
            Values.Reserve(batch.Capacity);
        }

        public PlanColumn Input { get; }

        public ColumnBuffer Values { get; }
    }
}
