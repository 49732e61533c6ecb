using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Fixes;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Plans;

/// <summary>What columns there are once the fixes have made theirs, and what fixes say about types: known before anything is compiled.</summary>
internal sealed partial class PlanCompiler
{
    private readonly List<SourceColumn> _columns = [.. source];
    private readonly Dictionary<string, int> _madeBy = [];
    private readonly List<ColumnCopy> _copies = [];
    private readonly HashSet<int> _isIsoDate = [];
    private IReadOnlyList<ColumnMapping> _mapping = [];
    private int[] _columnOf = [];

    private void DeclareColumns()
    {
        for (var i = 0; i < recipe.Rules.Count; i++)
        {
            if (recipe.Rules[i].Type is RuleType.Split or RuleType.Concat)
                DeclareMade(i);
        }
        _mapping = recipe.Mapping.Count > 0 ? recipe.Mapping : [.. _columns.Select(column => new ColumnMapping(column.Name))];
        _columnOf = [.. _mapping.Select(column => IndexOf(column.From))];
        foreach (var rule in recipe.Rules.Where(rule => RuleTemplates.KindOf(rule.Type) == RuleKind.Fix && rule.Column is not null))
            DeclareCopy(rule.Column!);
        foreach (var rule in recipe.Rules.Where(rule => rule.Type is RuleType.ParseDate or RuleType.ParseNumber && rule.Column is not null))
        {
            foreach (var column in FixTargets(rule.Column!))
                DeclareType(rule, column);
        }
    }

    private void DeclareMade(int index)
    {
        var rule = recipe.Rules[index];
        foreach (var name in IntoOf(rule))
        {
            if (name.Length == 0 || name.Contains('\0'))
                Problem($"rules[{index}].params.into", "A new column needs a name without NUL characters.");
            else if (IndexOf(name) >= 0)
                Problem($"rules[{index}].params.into", $"There is a column '{name}' already. Give the new one another name.");
            else if (_madeBy.TryAdd(name, index))
                _columns.Add(new SourceColumn(name, ColumnType.Text, null, $"Made by the rule '{rule.Id}'."));
        }
    }

    /// <summary>A fix that names one of several result columns of the same source column changes that one only: it gets its own copy.</summary>
    private void DeclareCopy(string name)
    {
        var mapped = MappedAs(name);
        if (mapped < 0 || _columnOf[mapped] < 0 || _columnOf.Count(column => column == _columnOf[mapped]) == 1)
            return;
        var from = _columnOf[mapped];
        if (from >= source.Count)
            // What a fix makes is not there yet when copies are made.
            return;
        _copies.Add(new ColumnCopy(from, _columns.Count));
        _columnOf[mapped] = _columns.Count;
        _columns.Add(_columns[from]);
    }

    private void DeclareType(RuleSpec rule, int column)
    {
        if (rule.Type == RuleType.ParseNumber)
        {
            var format = rule.Params.ValueKind == JsonValueKind.Object && rule.Params.TryGetProperty("format", out var given) ? given.ToString() : null;
            _columns[column] = _columns[column] with { Type = ColumnType.Decimal, Format = format };
            return;
        }
        var formats = DateFormats.Of(new RuleParams(rule, "", _ => { }));
        _isIsoDate.Add(column);
        _columns[column] = _columns[column] with
        {
            Type = formats is { HasTime: true } ? ColumnType.Timestamp : ColumnType.Date,
            Format = formats is { HasZone: true } ? Columns.ColumnFormat.IsoZoned : null,
        };
    }

    /// <summary>The columns that a fix changes: one of the result, or else one of the source with its copies; none when there is no such column.</summary>
    private IReadOnlyList<int> FixTargets(string name)
    {
        if (MappedAs(name) is >= 0 and var mapped && _columnOf[mapped] >= 0)
            return [_columnOf[mapped]];
        return IndexOf(name) is >= 0 and var column ? [column, .. _copies.Where(copy => copy.From == column).Select(copy => copy.To)] : [];
    }

    private int MappedAs(string name)
    {
        for (var i = 0; i < _mapping.Count; i++)
        {
            if (NameOf(_mapping[i]) == name)
                return i;
        }
        return -1;
    }

    private static string NameOf(ColumnMapping mapping) => string.IsNullOrEmpty(mapping.To) ? mapping.From : mapping.To;

    private static IEnumerable<string> IntoOf(RuleSpec rule)
    {
        var ignoring = new RuleParams(rule, "", _ => { });
        return rule.Type == RuleType.Split ? ignoring.Values("into") : ignoring.Text("into") is { } name ? [name] : [];
    }
}
