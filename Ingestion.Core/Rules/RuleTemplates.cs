using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Core.Rules;

/// <summary>The catalog of rules a recipe can name.</summary>
public static class RuleTemplates
{
    /// <summary>Every template, in the order of <see cref="RuleType"/>; <see cref="RuleTemplate.Params"/> is JSON Schema, draft 2020-12.</summary>
    public static IReadOnlyList<RuleTemplate> All { get; } =
    [
        Of(RuleType.NotNull, "Is present",
            "The value is there: neither an empty field nor one of the null tokens.",
            """{ "type": "object", "properties": {}, "additionalProperties": false }"""),
        Of(RuleType.Range, "Lies in a range",
            "A number, date or timestamp lies between min and max, both included; either may be left out. A missing value passes.",
            """
            {
              "type": "object",
              "properties": {
                "min": { "title": "Smallest allowed value", "description": "A number, or a date or timestamp as ISO 8601 text.", "type": ["number", "string"] },
                "max": { "title": "Largest allowed value", "description": "A number, or a date or timestamp as ISO 8601 text.", "type": ["number", "string"] }
              },
              "anyOf": [ { "required": ["min"] }, { "required": ["max"] } ],
              "additionalProperties": false
            }
            """),
        Of(RuleType.Regex, "Matches a pattern",
            "The text matches a .NET regular expression, searched anywhere unless anchored with ^ and $. Matching takes linear time, so that lookarounds and back references are refused. A missing value passes.",
            """
            {
              "type": "object",
              "properties": { "pattern": { "title": "Pattern", "type": "string", "format": "regex", "minLength": 1 } },
              "required": ["pattern"],
              "additionalProperties": false
            }
            """),
        Of(RuleType.Dedupe, "Is not a duplicate",
            "Of the rows with equal values in all the columns one stays, the first or the last in source order. Rejected rows take no part.",
            """
            {
              "type": "object",
              "properties": {
                "columns": { "title": "Columns", "type": "array", "items": { "type": "string" }, "minItems": 1, "uniqueItems": true },
                "keep": { "title": "Row to keep", "type": "string", "enum": ["FIRST", "LAST"], "default": "FIRST" }
              },
              "required": ["columns"],
              "additionalProperties": false
            }
            """),
        Of(RuleType.Type, "Fits its type",
            "The value fits its column's type. Holds for every column without being asked for; naming it changes the severity for one column.",
            """{ "type": "object", "properties": {}, "additionalProperties": false }"""),
    ];

    private static RuleTemplate Of(RuleType type, string label, string description, string schema) =>
        new(JsonNamingPolicy.SnakeCaseUpper.ConvertName(type.ToString()), label, description, JsonElement.Parse(schema));
}
