using System.Globalization;
using System.Text;
using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Silo.Tests;

/// <summary>A file with duplicates, rejects and unreadable rows, and a recipe for it.</summary>
internal static class Orders
{
    public static string Csv(int rows)
    {
        var csv = new StringBuilder("order_id,name,age,price,note\n");
        for (var row = 0; row < rows; row++)
        {
            var id = row % 7 == 3 ? row / 2 : row;
            var age = row % 11 == 5 ? "n/a" : (10 + (row * 37 % 90)).ToString(CultureInfo.InvariantCulture);
            csv.Append(CultureInfo.InvariantCulture, $"{id},Zoë {row % 13},{age},{row % 100}.{row % 10}0,\"a, \"\"note\"\"\nof two lines {row}\"");
            csv.Append(row % 101 == 50 ? ",too many\n" : "\n");
        }
        return csv.ToString();
    }

    /// <summary>A row that keeps every rule.</summary>
    public static string Valid(int id) => string.Create(CultureInfo.InvariantCulture, $"{id},Zoë,30,{id}.50,\"once more\"");

    public static Recipe Recipe(DedupeKeep? keep = DedupeKeep.First) => new()
    {
        Mapping = [new("order_id", "orderId"), new("name"), new("age", null, ColumnType.Integer), new("price"), new("note")],
        Rules =
        [
            new("r1", RuleType.Range, "age", Json("""{"min": 18}""")),
            new("r2", RuleType.Regex, "name", Json("""{"pattern": "[0-8]$"}"""), RuleSeverity.Warning),
            .. keep is { } kept
                ? [Dedupe("r3", "order_id", kept), Dedupe("r4", "age\", \"price", kept)]
                : Array.Empty<RuleSpec>(),
        ],
    };

    private static RuleSpec Dedupe(string id, string columns, DedupeKeep keep) =>
        new(id, RuleType.Dedupe, null, Json($$"""{"columns": ["{{columns}}"], "keep": "{{(keep == DedupeKeep.First ? "FIRST" : "LAST")}}"}"""));

    public static JsonElement Json(string text) => JsonElement.Parse(text);
}
