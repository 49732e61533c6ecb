using System.Text;
using System.Text.Json;
using Ingestion.Contracts;
using Ingestion.Core.Fixes;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Plans;

internal sealed partial class PlanCompiler
{
    private static readonly string[] PartParams = ["keepFirst", "keepLast"];
    private readonly List<PlanFix> _fixes = [];
    private readonly List<ColumnFix> _fixSteps = [];

    private void CompileFix(RuleParams parameters, string path, int index)
    {
        var rule = parameters.Rule;
        if (rule.OnFail is not null)
            parameters.RuleProblem("onFail", $"{parameters.TypeName} changes values and has no violations. Leave onFail out; a value that it cannot change stays as it is.");
        if (rule.Type == RuleType.Concat)
        {
            CompileConcat(parameters, path, index);
            return;
        }
        if (string.IsNullOrEmpty(rule.Column))
        {
            Problem($"{path}.column", "The rule needs a column.");
            return;
        }
        var targets = FixTargets(rule.Column);
        if (targets.Count == 0)
            Problem($"{path}.column", UnknownColumn(rule.Column));
        else if (IsThere(rule.Column, targets[0], $"{path}.column", index))
        {
            var fix = AddFix(rule.Id, rule.Type == RuleType.Split ? null : rule.Column);
            // A rule is compiled once for each of its columns, and its problems are reported once.
            foreach (var target in targets)
            {
                if (Compile(parameters, fix, target) is { } step && !parameters.HasProblem)
                    _fixSteps.Add(step);
                else
                    break;
            }
        }
    }

    private ColumnFix? Compile(RuleParams parameters, PlanFix fix, int column) => parameters.Rule.Type switch
    {
        RuleType.Trim => new TrimFix(fix, column),
        RuleType.CollapseSpaces => new CollapseSpacesFix(fix, column),
        RuleType.Case => CompileCase(parameters, fix, column),
        RuleType.NullIf => new NullIfFix(fix, column, new ValueTable<bool>(
            parameters.Values("values", "a list of at least one value").Select(value => (value, true)), parameters.Flag("ignoreCase"))),
        RuleType.MapValues => CompileMap(parameters, fix, column),
        RuleType.Replace => CompileReplace(parameters, fix, column),
        RuleType.Fill => CompileFill(parameters, fix, column),
        RuleType.ParseDate => DateFormats.Of(parameters) is { } formats ? new ParseDateFix(fix, column, formats) : null,
        RuleType.ParseNumber => ParseNumberFix.Compile(fix, column, parameters),
        RuleType.Mask => CompileMask(parameters, fix, column),
        RuleType.Normalize => CompileNormalize(parameters, fix, column),
        RuleType.Split => CompileSplit(parameters, fix, column),
        _ => throw new InvalidOperationException($"{parameters.Rule.Type} is not a fix."),
    };

    private static NormalizeFix CompileNormalize(RuleParams parameters, PlanFix fix, int column)
    {
        var (form, narrow) = (parameters.Choice("form", NormalForm.Nfc), parameters.Flag("narrow"));
        if (form == NormalForm.Nfkc && narrow)
            parameters.Problem("narrow", "It is for the form NFC; NFKC makes wide letters narrow anyway.");
        return new NormalizeFix(fix, column, form, narrow);
    }

    private static ColumnFix? CompileMask(RuleParams parameters, PlanFix fix, int column)
    {
        if (parameters.Of("mode") is null)
            parameters.Problem("mode", "MASK needs the mode: HASH, or PART with keepFirst and keepLast.");
        if (parameters.Choice("mode", MaskMode.Part) == MaskMode.Part)
        {
            if (parameters.Of("salt") is not null)
                parameters.Problem("salt", "It is for the mode HASH.");
            return new PartMaskFix(fix, column, parameters.Integer("keepFirst", 0, 1000) ?? 0, parameters.Integer("keepLast", 0, 1000) ?? 0);
        }
        foreach (var name in PartParams.Where(name => parameters.Of(name) is not null))
            parameters.Problem(name, "It is for the mode PART.");
        return parameters.Needed("salt", "a salt for the mode HASH: a long random text that only you know") is { } salt ? new HashMaskFix(fix, column, Encoding.UTF8.GetBytes(salt)) : null;
    }

    private SplitFix? CompileSplit(RuleParams parameters, PlanFix fix, int column)
    {
        var separator = parameters.Needed("separator", "a separator");
        var into = parameters.Values("into", "a list of the new columns' names");
        return separator is null || into.Count == 0 ? null
            : new SplitFix(fix, column, Encoding.UTF8.GetBytes(separator), [.. into.Select(IndexOf)], parameters.Flag("trim", otherwise: true));
    }

    private void CompileConcat(RuleParams parameters, string path, int index)
    {
        if (parameters.Rule.Column is not null)
            parameters.RuleProblem("column", "CONCAT makes a new column; name it in params.into, and those that it is made of in params.columns.");
        var names = parameters.Values("columns", "a list of the columns to join");
        var into = parameters.Needed("into", "the new column's name");
        var separator = parameters.Text("separator") ?? "";
        var parts = new List<(int, byte[][])>();
        for (var i = 0; i < names.Count; i++)
        {
            if (FixTargets(names[i]) is [var column, ..])
            {
                if (IsThere(names[i], column, $"{path}.params.columns[{i}]", index))
                    parts.Add((column, TokensOf(column)));
            }
            else
                Problem($"{path}.params.columns[{i}]", UnknownColumn(names[i]));
        }
        if (into is not null)
            _fixSteps.Add(new ConcatFix(AddFix(parameters.Rule.Id, into), [.. parts], Encoding.UTF8.GetBytes(separator), IndexOf(into)));
    }

    private static CaseFix CompileCase(RuleParams parameters, PlanFix fix, int column)
    {
        if (parameters.Of("to") is null)
            parameters.Problem("to", $"CASE needs what to make of letters: {EnumWords.List<LetterCase>()}.");
        return new CaseFix(fix, column, parameters.Choice("to", LetterCase.Lower));
    }

    private static MapValuesFix? CompileMap(RuleParams parameters, PlanFix fix, int column)
    {
        if (parameters.Of("values") is not { ValueKind: JsonValueKind.Object } values || values.EnumerateObject().Any(pair => RuleParams.AsValue(pair.Value) is null))
        {
            parameters.Problem("values", """MAP_VALUES needs an object of values and what becomes of each, such as {"Y": "yes", "N": "no"}.""");
            return null;
        }
        var pairs = values.EnumerateObject().Select(pair => (pair.Name, Encoding.UTF8.GetBytes(RuleParams.AsValue(pair.Value)!)));
        var otherwise = parameters.Value("otherwise");
        return new MapValuesFix(fix, column, new ValueTable<byte[]>(pairs, parameters.Flag("ignoreCase")), otherwise is null ? null : Encoding.UTF8.GetBytes(otherwise));
    }

    private static ColumnFix? CompileReplace(RuleParams parameters, PlanFix fix, int column)
    {
        var with = parameters.Value("with") ?? "";
        if (parameters.Of("find") is null == parameters.Of("pattern") is null)
        {
            parameters.Problem("", "REPLACE needs either find, a text, or pattern, a regular expression.");
            return null;
        }
        if (parameters.Of("pattern") is not null)
            return CompilePattern(parameters, "pattern") is { } pattern ? new ReplacePatternFix(fix, column, pattern, with) : null;
        return parameters.Needed("find", "a text to find") is { } find ? new ReplaceTextFix(fix, column, Encoding.UTF8.GetBytes(find), Encoding.UTF8.GetBytes(with)) : null;
    }

    private PlanFix AddFix(string ruleId, string? column)
    {
        var fix = new PlanFix(_fixes.Count, ruleId, column);
        _fixes.Add(fix);
        return fix;
    }

    /// <summary>Whether a column is there when a rule's turn comes: one that a later fix makes is not.</summary>
    private bool IsThere(string name, int column, string path, int index)
    {
        if (!_madeBy.TryGetValue(_columns[column].Name, out var maker) || maker < index)
            return true;
        Problem(path, $"The column '{name}' is made by the later rule '{recipe.Rules[maker].Id}'. Fixes are applied in order: put this one behind it.");
        return false;
    }

    private byte[][] TokensOf(int column) =>
        NullTokens(_mapping.Where((_, i) => _columnOf[i] == column).SelectMany(mapping => mapping.NullTokens ?? []));
}
