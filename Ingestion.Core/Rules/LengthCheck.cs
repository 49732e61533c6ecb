using System.Text;
using Ingestion.Core.Columns;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;

namespace Ingestion.Core.Rules;

/// <summary>LENGTH, in characters (Unicode code points) of the text as it is written.</summary>
internal sealed class LengthCheck(PlanCheck check, int min, int max) : ValueCheck(check)
{
    private readonly byte[] _short = Encoding.UTF8.GetBytes($"is shorter than {min} character{(min == 1 ? "" : "s")}.");
    private readonly byte[] _long = Encoding.UTF8.GetBytes($"is longer than {max} character{(max == 1 ? "" : "s")}.");

    /// <summary>The check; null, with its problems reported, where the parameters make none.</summary>
    public static LengthCheck? Compile(PlanCheck check, RuleParams parameters)
    {
        var min = parameters.Integer("min", 0, int.MaxValue);
        var max = parameters.Integer("max", 0, int.MaxValue);
        if (min is null && max is null && !parameters.HasProblem)
            parameters.Problem("", "LENGTH needs min, max or both.");
        else if (min > max)
            parameters.Problem("min", $"min {min} is above max {max}; no text can have such a length.");
        return parameters.HasProblem ? null : new LengthCheck(check, min ?? 0, max ?? int.MaxValue);
    }

    public override void FindBroken(in ColumnCells cells, ColumnBuffer column, RowList broken)
    {
        for (var row = 0; row < cells.Count; row++)
        {
            if (!cells.Given[row])
                continue;
            var text = cells.Text(row);
            // Characters have one to four bytes: mostly the bytes say enough.
            if (text.Length > max || text.Length < min * 4L)
            {
                var length = text.CountCharacters();
                if (length > max || length < min)
                    broken.Add(row);
            }
        }
    }

    public override ReadOnlySpan<byte> Explain(ColumnBuffer column, int slot, ReadOnlySpan<byte> text) => text.CountCharacters() < min ? _short : _long;
}
