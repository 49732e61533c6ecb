using System.Globalization;
using System.Text;
using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Core.Runs;

/// <summary>
/// Made-up rows and what is done to them, so that the code for it is compiled before the first user waits for it: they meet every type,
/// every rule of the engine and every way to be rejected.
/// </summary>
public static class WarmUpSource
{
    /// <summary>A file of 75 bytes a row or so.</summary>
    public static byte[] Csv(int rows = 4000)
    {
        var csv = new StringBuilder("id,name,amount,total,weight,paid,day,at,written,note\n");
        for (var row = 0; row < rows; row++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{row - (row % 50 == 7 ? 1 : 0)},{Name(row)},{row - 20}.50,{row}.1234,{row / 1000.0},{(row % 2 == 0 ? "yes" : "no")},");
            csv.Append(CultureInfo.InvariantCulture, $"2024-02-{1 + (row % 30):00},2024-02-28T10:{row % 60:00}:00,{1 + (row % 28):00}.02.2024,{Note(row)}\n");
        }
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    /// <summary>What is done to it.</summary>
    public static Recipe Recipe => new()
    {
        Mapping =
        [
            new("id", Type: ColumnType.Integer), new("name"), new("amount", Type: ColumnType.Decimal, Format: "18,2"),
            new("total", Type: ColumnType.Decimal, Format: "38,4"), new("weight", Type: ColumnType.Double), new("paid", Type: ColumnType.Boolean),
            new("day", Type: ColumnType.Date), new("at", Type: ColumnType.Timestamp), new("written", Type: ColumnType.Date, Format: "dd.MM.yyyy"), new("note", NullTokens: ["n/a"]),
        ],
        Rules =
        [
            new("given", RuleType.NotNull, "name"),
            new("form", RuleType.Regex, "name", Json("""{"pattern": "^[a-zë ]+[0-9]*$"}""")),
            new("amount", RuleType.Range, "amount", Json("""{"min": 0}""")),
            new("total", RuleType.Range, "total", Json("""{"max": 3900}""")),
            new("weight", RuleType.Range, "weight", Json("""{"min": 0.5}""")),
            new("once", RuleType.Dedupe, Params: Json("""{"columns": ["id"], "keep": "FIRST"}""")),
        ],
    };

    private static string Name(int row) => (row % 40) switch { 0 => "", 1 => "Zoë!", 2 => "zoë", _ => $"name {row}" };

    private static string Note(int row) => (row % 20) switch { 0 => "\"a \"\"b\"\"\nc\"", 1 => "n/a", 2 => "one,too many", _ => "plain" };

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
