using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Fixes;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;

namespace Ingestion.Core.Rules;

/// <summary>
/// ALLOWED_VALUES, by value: 1.0 is 1 in a DECIMAL column, whatever is written. Equal values are those whose dedupe keys are equal.
/// </summary>
internal sealed class AllowedValuesCheck : ValueCheck
{
    private const int MostListed = 8;
    private readonly ValueTable<bool> _texts;
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _keys;
    private readonly bool _isText;
    private readonly byte[] _explanation;

    private AllowedValuesCheck(PlanCheck check, IReadOnlyList<string> values, bool ignoreCase, HashSet<byte[]> keys, bool isText) : base(check)
    {
        _texts = new ValueTable<bool>(values.Select(value => (value, true)), ignoreCase);
        _keys = keys.GetAlternateLookup<ReadOnlySpan<byte>>();
        _isText = isText;
        var rest = values.Count - MostListed;
        _explanation = Encoding.UTF8.GetBytes($"is not one of {string.Join(", ", values.Take(MostListed))}{(rest > 0 ? $" and {rest} more" : "")}.");
    }

    /// <summary>The check; null, with its problems reported, where the parameters make none.</summary>
    public static AllowedValuesCheck? Compile(PlanCheck check, ColumnSpec column, RuleParams parameters)
    {
        var values = parameters.Values("values", "a list of at least one value");
        var isText = column.Type == ColumnType.Text;
        var ignoreCase = parameters.Flag("ignoreCase");
        if (ignoreCase && !isText)
            parameters.Problem("ignoreCase", $"It is for TEXT, and column '{column.Name}' is {EnumWords.Of(column.Type)}.");
        var keys = new HashSet<byte[]>(Utf8Equality.Instance);
        if (!isText)
        {
            var buffer = ColumnBuffer.Create(column, new RecordBytes());
            buffer.Reserve(1);
            for (var i = 0; i < values.Count; i++)
            {
                if (!buffer.TrySet(0, Encoding.UTF8.GetBytes(values[i])))
                    parameters.Problem($"values[{i}]", $"'{values[i]}' {TypeText.Mismatch(column.AsInRecipe)}.");
                var key = new KeyBytes();
                buffer.AppendKey(0, ref key);
                keys.Add(key.Written.ToArray());
            }
        }
        return parameters.HasProblem ? null : new AllowedValuesCheck(check, values, ignoreCase, keys, isText);
    }

    public override void FindBroken(in ColumnCells cells, ColumnBuffer column, RowList broken)
    {
        if (_isText)
        {
            for (var row = 0; row < cells.Count; row++)
            {
                if (cells.Given[row] && !_texts.TryGet(cells.Text(row), out _))
                    broken.Add(row);
            }
            return;
        }
        var key = new KeyBytes();
        for (var row = 0; row < cells.Count; row++)
        {
            if (column.IsNull(cells.FirstSlot + row))
                continue;
            key.Clear();
            column.AppendKey(cells.FirstSlot + row, ref key);
            if (!_keys.Contains(key.Written))
                broken.Add(row);
        }
    }

    public override ReadOnlySpan<byte> Explain(ColumnBuffer column, int slot, ReadOnlySpan<byte> text) => _explanation;
}
