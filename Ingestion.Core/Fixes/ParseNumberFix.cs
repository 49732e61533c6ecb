using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Columns;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Fixes;

/// <summary>PARSE_NUMBER: numbers as people write them to numbers as the types read them. What is none stays, and TYPE finds it.</summary>
internal sealed class ParseNumberFix(PlanFix fix, int column, NumberText numbers) : ColumnFix(fix)
{
    // What looks like a space between thousands, and what looks like an apostrophe.
    private static readonly string[] Spaces = [" ", "\u00a0", "\u202f", "\u2009"];
    private static readonly string[] Apostrophes = ["'", "\u2019"];

    /// <summary>The fix; null, with its problems reported, where the parameters make none.</summary>
    public static ParseNumberFix? Compile(PlanFix fix, int column, RuleParams parameters)
    {
        var mark = parameters.Text("decimal") ?? ".";
        var thousands = parameters.Text("thousands");
        if (mark is not ("." or ","))
            parameters.Problem("decimal", $"'{mark}' is not known; use \".\" or \",\".");
        if (thousands is not (null or "" or "." or "," or " " or "'" or "_"))
            parameters.Problem("thousands", $"'{thousands}' is not known; use \".\", \",\", \" \", \"'\" or \"_\".");
        else if (thousands == mark)
            parameters.Problem("thousands", $"'{mark}' cannot stand before decimals and between thousands.");
        var currencies = parameters.Values("currencies");
        for (var i = 0; i < currencies.Count; i++)
        {
            if (currencies[i].Length == 0 || currencies[i].Any(letter => char.IsAsciiDigit(letter) || letter is '-' or '+' or '(' or ')'))
                parameters.Problem($"currencies[{i}]", "It is a sign or code such as \"€\" or \"EUR\".");
        }
        var percent = parameters.Flag("percent");
        FormatOf(parameters);
        string[] separators = thousands switch { " " => Spaces, "'" => Apostrophes, null or "" => [], _ => [thousands] };
        return parameters.HasProblem ? null
            : new ParseNumberFix(fix, column, new NumberText(Encoding.UTF8.GetBytes(mark), Utf8(separators), Utf8(currencies), percent));
    }

    /// <summary>The DECIMAL that the column becomes; null, with the problem reported, where it is not given or none.</summary>
    public static string? FormatOf(RuleParams parameters)
    {
        if (parameters.Text("format") is not { } format)
            return null;
        ColumnFormat.Resolve("", ColumnType.Decimal, format, out var problem);
        if (problem is not null)
            parameters.Problem("format", problem);
        return problem is null ? format : null;
    }

    /// <inheritdoc/>
    public override long Apply(RecordBatch batch)
    {
        var changed = 0;
        var bytes = batch.Bytes;
        for (var row = 0; row < batch.Count; row++)
        {
            ref var field = ref batch.Field(row, column);
            if (field.Length == 0)
                continue;
            var text = bytes[field];
            var room = bytes.Room(text.Length + NumberText.MostGrowth);
            if (!numbers.TryWrite(text, room, out var written))
                batch.AddUnread(row, column);
            else if (!text.SequenceEqual(room[..written]))
            {
                field = bytes.Take(written);
                changed++;
            }
        }
        return changed;
    }

    private static byte[][] Utf8(IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
