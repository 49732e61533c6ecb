using Ingestion.Contracts;

namespace Ingestion.Core.Rules.Templates;

/// <summary>The checks.</summary>
internal static class CheckTemplates
{
    public static IEnumerable<TypedTemplate> All { get; } =
    [
        TypedTemplate.ValueCheck(RuleType.NotNull, "Is present",
            "The value is there: neither an empty field nor one of the null tokens."),
        TypedTemplate.ValueCheck(RuleType.Range, "Lies in a range",
            "A number, date or timestamp lies between min and max, both included; either may be left out. A missing value passes.",
            """
            "min": { "title": "Smallest allowed value", "description": "A number, or a date or timestamp as ISO 8601 text.", "type": ["number", "string"] },
            "max": { "title": "Largest allowed value", "description": "A number, or a date or timestamp as ISO 8601 text.", "type": ["number", "string"] }
            """,
            """ "anyOf": [ { "required": ["min"] }, { "required": ["max"] } ]"""),
        TypedTemplate.ValueCheck(RuleType.Regex, "Matches a pattern",
            "The text matches a .NET regular expression, searched anywhere unless anchored with ^ and $. Matching takes linear time, so that lookarounds and back references are refused. A missing value passes.",
            """
            "pattern": { "title": "Pattern", "type": "string", "format": "regex", "minLength": 1 }
            """,
            """ "required": ["pattern"]"""),
        TypedTemplate.RowCheck(RuleType.Dedupe, "Is not a duplicate",
            "Of the rows with equal values in all the columns one stays, the first or the last in source order. Rejected rows take no part. Texts can be compared loosely.",
            """
            "columns": { "title": "Columns", "type": "array", "items": { "type": "string" }, "minItems": 1, "uniqueItems": true },
            "keep": { "title": "Row to keep", "type": "string", "enum": ["FIRST", "LAST"], "default": "FIRST" },
            "match": { "title": "Equal texts", "description": "EXACT: the same characters. FINGERPRINT: the same words, whatever their order, case, accents and punctuation. NGRAM: the same sequences of letters.", "type": "string", "enum": ["EXACT", "FINGERPRINT", "NGRAM"], "default": "EXACT" },
            "letters": { "title": "Letters in a sequence", "description": "For NGRAM.", "type": "integer", "minimum": 1, "maximum": 8, "default": 2 }
            """,
            """ "required": ["columns"]"""),
        TypedTemplate.ValueCheck(RuleType.Type, "Fits its type",
            "The value fits its column's type. Holds for every column without being asked for; naming it changes the severity, and what becomes of the value, for one column."),
        TypedTemplate.ValueCheck(RuleType.Length, "Has a length",
            "The text has at least min and at most max characters (Unicode code points); either may be left out. A missing value passes.",
            """
            "min": { "title": "Fewest characters", "type": "integer", "minimum": 0 },
            "max": { "title": "Most characters", "type": "integer", "minimum": 0 }
            """,
            """ "anyOf": [ { "required": ["min"] }, { "required": ["max"] } ]"""),
        TypedTemplate.ValueCheck(RuleType.AllowedValues, "Is one of a list",
            "The value is one of the list; numbers and dates are compared by value, so that 1.0 is 1. A missing value passes.",
            """
            "values": { "title": "Allowed values", "type": "array", "items": { "type": ["string", "number", "boolean"] }, "minItems": 1 },
            "ignoreCase": { "title": "Upper and lower case are the same", "type": "boolean", "default": false }
            """,
            """ "required": ["values"]"""),
        TypedTemplate.ValueCheck(RuleType.Format, "Is well written",
            "The text is written as a standard wants it: e-mail address, URL, phone number, IBAN, country or currency code, UUID, IP address, or a date in a pattern. A missing value passes.",
            """
            "format": { "title": "Format", "type": "string", "enum": ["EMAIL", "URL", "PHONE_E164", "IBAN", "COUNTRY", "CURRENCY", "UUID", "IPV4", "IPV6", "IP", "DATE"] },
            "pattern": { "title": "Date pattern", "description": "For DATE, such as dd.MM.yyyy.", "type": "string" }
            """,
            """ "required": ["format"]"""),
        TypedTemplate.ValueCheck(RuleType.Compare, "Compares with another column",
            "The value compares with another column's value in the same row as the operator says. A row in which either is missing passes.",
            """
            "operator": { "title": "Operator", "type": "string", "enum": ["=", "!=", "<", "<=", ">", ">="] },
            "other": { "title": "Other column", "type": "string" }
            """,
            """ "required": ["operator", "other"]"""),
        TypedTemplate.ValueCheck(RuleType.Expression, "Fulfils an expression",
            "The expression over the row's columns is not false; where a missing value leaves it open, the row passes. See docs/expressions.md.",
            """
            "expression": { "title": "Expression", "description": "Such as: total = price * quantity or [ship date] >= [order date]", "type": "string", "minLength": 1, "maxLength": 4000 }
            """,
            """ "required": ["expression"]"""),
        TypedTemplate.RowCheck(RuleType.Unique, "Occurs once",
            "No other row has equal values in all the columns. Every row stays; those after the first are counted, or those before the last where DEDUPE keeps LAST.",
            """
            "columns": { "title": "Columns", "type": "array", "items": { "type": "string" }, "minItems": 1, "uniqueItems": true },
            "match": { "title": "Equal texts", "description": "As for DEDUPE.", "type": "string", "enum": ["EXACT", "FINGERPRINT", "NGRAM"], "default": "EXACT" },
            "letters": { "title": "Letters in a sequence", "description": "For NGRAM.", "type": "integer", "minimum": 1, "maximum": 8, "default": 2 }
            """,
            """ "required": ["columns"]"""),
        TypedTemplate.ValueCheck(RuleType.Reference, "Occurs in a reference",
            "The value occurs in a column of another artifact of the project, whatever kind of file that is; numbers and dates are compared by value. A missing value passes.",
            """
            "artifactId": { "title": "Reference", "description": "The artifact's id.", "type": "string", "format": "uuid" },
            "column": { "title": "Column of the reference", "type": "string", "minLength": 1 },
            "ignoreCase": { "title": "Upper and lower case are the same", "type": "boolean", "default": false },
            "source": { "title": "How the reference is read", "description": "As the recipe's own source; as sniffed where it is left out.", "type": "object" }
            """,
            """ "required": ["artifactId", "column"]"""),
    ];
}
