using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ingestion.Core.Columns;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;
using Ingestion.Core.Rules.Expressions;

namespace Ingestion.Core.Rules;

/// <summary>EXPRESSION and COMPARE: a row breaks the rule where its condition is false; where it is null, the row passes.</summary>
/// <param name="check">What a violation does.</param>
/// <param name="input">See <see cref="RowCheck.Input"/>.</param>
/// <param name="condition">What has to hold.</param>
/// <param name="text">How a violation reads, before the values.</param>
/// <param name="shown">The inputs whose values a violation shows.</param>
internal sealed class ExpressionCheck(PlanCheck check, int input, Expr<bool> condition, string text, int[] shown) : RowCheck(check, input)
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Evaluation<bool> _condition = condition.Evaluate;

    /// <inheritdoc/>
    public override bool ShowsValue { get; } = text.StartsWith("is ", StringComparison.Ordinal);

    public override void FindBroken(ColumnBuffer[] columns, int firstSlot, int count, RowList broken)
    {
        for (var row = 0; row < count; row++)
        {
            if (_condition(new ExprRow(columns, firstSlot + row), out var holds) && !holds)
                broken.Add(row);
        }
    }

    public override byte[] Explain(ColumnBuffer[] columns, int slot)
    {
        using var values = new MemoryStream();
        values.Write(Encoding.UTF8.GetBytes(text));
        var separator = " ("u8;
        foreach (var column in shown)
        {
            values.Write(separator);
            separator = ", "u8;
            values.Write(Encoding.UTF8.GetBytes(columns[column].Spec.Name + " "));
            using var json = new Utf8JsonWriter(values, Readable);
            if (columns[column].IsNull(slot))
                json.WriteNullValue();
            else
                columns[column].WriteJson(slot, json);
        }
        values.Write(shown.Length > 0 ? ")."u8 : "."u8);
        return values.ToArray();
    }
}
