using System.Text;
using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
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
        foreach (var rule in recipe.Rules.Where(rule => rule.Type is RuleType.ParseDate or RuleType.ParseNumber or RuleType.Mask or RuleType.MapValues or RuleType.Replace && rule.Column is not null))
        {
            foreach (var column in FixTargets(rule.Column!))
                _columns[column] = Retyped(_columns[column], rule, column);
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

    /// <summary>The type of what a fix writes, which holds unless the mapping says otherwise. What the source's values looked like does not count any more.</summary>
    private SourceColumn Retyped(SourceColumn column, RuleSpec rule, int index)
    {
        var ignoring = new RuleParams(rule, "", _ => { });
        switch (rule.Type)
        {
            case RuleType.ParseNumber:
                return column with { Type = ColumnType.Decimal, Format = ParseNumberFix.FormatOf(ignoring), DecimalSeparator = null };
            // A recipe that replaces commas makes points of them.
            case RuleType.Replace:
                return (ignoring.Text("find") ?? ignoring.Text("pattern"))?.Contains(',', StringComparison.Ordinal) == true ? column with { DecimalSeparator = null } : column;
            case RuleType.ParseDate:
                _isIsoDate.Add(index);
                var formats = DateFormats.Of(ignoring);
                return column with
                {
                    Type = formats is { HasTime: true } ? ColumnType.Timestamp : ColumnType.Date,
                    Format = formats is { HasZone: true } ? ColumnFormat.IsoZoned : null,
                };
            case RuleType.MapValues when FitMapped(column, ignoring):
                return column;
            default:
                return column with { Type = ColumnType.Text, Format = null };
        }
    }

    private static bool FitMapped(SourceColumn column, RuleParams parameters)
    {
        var spec = ColumnFormat.Resolve(column);
        var mapped = parameters.Of("values") is { ValueKind: JsonValueKind.Object } values ? values.EnumerateObject().Select(pair => RuleParams.AsValue(pair.Value)) : [];
        return spec.Pattern is null && mapped.Append(parameters.Value("otherwise")).All(text => string.IsNullOrEmpty(text) || Fits(spec, Encoding.UTF8.GetBytes(spec.DecimalComma ? text.Replace('.', '!').Replace(',', '.') : text)));
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

    /// <summary>A column's name in the result.</summary>
    internal static string NameOf(ColumnMapping mapping) => string.IsNullOrEmpty(mapping.To) ? mapping.From : mapping.To;

    /// <summary>The columns that a rule makes.</summary>
    internal static IEnumerable<string> IntoOf(RuleSpec rule)
    {
        var ignoring = new RuleParams(rule, "", _ => { });
        return rule.Type == RuleType.Split ? ignoring.Values("into") : ignoring.Text("into") is { } name ? [name] : [];
    }
}
