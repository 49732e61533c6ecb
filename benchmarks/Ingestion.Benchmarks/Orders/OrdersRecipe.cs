using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Benchmarks.Orders;

/// <summary>What every contestant does to the orders file: twelve typed columns, five row rules, keep-first dedupe, Snappy Parquet. No profile: DuckDB makes none.</summary>
internal static class OrdersRecipe
{
    public const string EmailPattern = @"^[^@\s]+@[^@\s]+\.[^@\s]+$";

    public static Recipe Create() => new()
    {
        Source = new SourceOptions { Encoding = "utf-8", Delimiter = ",", Quote = "\"", HeaderRows = 1, SkipRows = 0 },
        Mapping =
        [
            new("order_id", Type: ColumnType.Integer),
            new("customer_name", Type: ColumnType.Text),
            new("email", Type: ColumnType.Text),
            new("phone", Type: ColumnType.Text),
            new("country", Type: ColumnType.Text),
            new("order_date", Type: ColumnType.Date),
            new("age", Type: ColumnType.Integer, NullTokens: ["n/a"]),
            new("quantity", Type: ColumnType.Integer),
            new("unit_price", Type: ColumnType.Decimal, Format: "18,2"),
            new("status", Type: ColumnType.Text),
            new("created_at", Type: ColumnType.Timestamp),
            new("note", Type: ColumnType.Text),
        ],
        Rules =
        [
            new("has-email", RuleType.NotNull, "email"),
            new("email-form", RuleType.Regex, "email", Json(new { pattern = EmailPattern })),
            new("adult", RuleType.Range, "age", Json(new { min = 18, max = 100 })),
            new("price-from-zero", RuleType.Range, "unit_price", Json(new { min = 0 })),
            new("has-price", RuleType.NotNull, "unit_price"),
            new("order-once", RuleType.Dedupe, Params: Json(new { columns = new[] { "order_id" }, keep = "FIRST" })),
        ],
        Profile = false,
        Output = new OutputOptions { Format = OutputFormat.Parquet, Compression = OutputCompression.Snappy },
    };

    private static JsonElement Json(object value) => JsonSerializer.SerializeToElement(value);
}
