using Ingestion.Contracts;

namespace Ingestion.Core.Rules.Templates;

/// <summary>The fixes: applied before every check and before values are typed, in the order of the recipe's rules.</summary>
internal static class FixTemplates
{
    public static IEnumerable<TypedTemplate> All { get; } =
    [
        TypedTemplate.Fix(RuleType.Trim, "Trim", "Takes white space off both ends, that of Unicode too."),
        TypedTemplate.Fix(RuleType.CollapseSpaces, "Collapse spaces", "Makes one space of every run of white space: spaces, tabs, line breaks, no-break spaces."),
        TypedTemplate.Fix(RuleType.Case, "Change case", "Makes letters lower or upper case, or the first letter of each word upper and the rest lower.",
            """
            "to": { "title": "Case", "type": "string", "enum": ["LOWER", "UPPER", "TITLE"] }
            """,
            """ "required": ["to"]"""),
        TypedTemplate.Fix(RuleType.Replace, "Replace", "Replaces a text, or what a pattern finds, by another text, wherever it stands in a value. With a pattern, $1 stands for its first group.",
            """
            "find": { "title": "Text to find", "type": "string", "minLength": 1 },
            "pattern": { "title": "Pattern to find", "type": "string", "format": "regex", "minLength": 1 },
            "with": { "title": "Text to put in its place", "type": "string", "default": "" }
            """,
            """ "oneOf": [ { "required": ["find"] }, { "required": ["pattern"] } ]"""),
        TypedTemplate.Fix(RuleType.Fill, "Fill", "Puts a value where there is none: in an empty field or for a null token. A value of your own, that of the row before, or 0 or false as the column's type has it.",
            """
            "mode": { "title": "What to put", "description": "CONSTANT: the value. PREVIOUS: the column's last value in the rows before. DEFAULT: 0 for numbers, false for BOOLEAN.", "type": "string", "enum": ["CONSTANT", "PREVIOUS", "DEFAULT"], "default": "CONSTANT" },
            "value": { "title": "Value", "description": "For CONSTANT.", "type": ["string", "number", "boolean"] }
            """,
            """ "if": { "properties": { "mode": { "const": "CONSTANT" } } }, "then": { "required": ["value"] }, "else": { "properties": { "value": false } }"""),
        TypedTemplate.Fix(RuleType.NullIf, "Empty for", "Takes away values that stand for no value, such as n/a or 9999.",
            """
            "values": { "title": "Values", "type": "array", "items": { "type": ["string", "number", "boolean"] }, "minItems": 1 },
            "ignoreCase": { "title": "Upper and lower case are the same", "type": "boolean", "default": false }
            """,
            """ "required": ["values"]"""),
        TypedTemplate.Fix(RuleType.MapValues, "Map values", "Replaces whole values by others from a list; a value that is not in the list stays, unless there is one for all others.",
            """
            "values": { "title": "Value and what it becomes", "type": "object", "additionalProperties": { "type": ["string", "number", "boolean"] } },
            "otherwise": { "title": "All other values become", "type": ["string", "number", "boolean"] },
            "ignoreCase": { "title": "Upper and lower case are the same", "type": "boolean", "default": false }
            """,
            """ "required": ["values"]"""),
        TypedTemplate.Fix(RuleType.ParseDate, "Read dates", "Reads dates in several formats, the first that fits, and writes them in ISO 8601. The column becomes DATE, or TIMESTAMP where a format has a time of day, unless the mapping says otherwise.",
            """
            "formats": { "title": "Formats, in order", "description": "Such as dd.MM.yyyy, M/d/yyyy HH:mm or d MMM yyyy; MMM and MMMM are English names of months.", "type": "array", "items": { "type": "string" } },
            "order": { "title": "Order of day and month", "description": "The usual formats with the day, the month or the year first; after those given.", "type": "string", "enum": ["DAY_FIRST", "MONTH_FIRST", "YEAR_FIRST"] }
            """,
            """ "anyOf": [ { "required": ["formats"] }, { "required": ["order"] } ]"""),
        TypedTemplate.Fix(RuleType.ParseNumber, "Read numbers", "Reads numbers with a decimal comma, thousands separators, currencies or percent signs; no digit is lost. The column becomes DECIMAL, unless the mapping says otherwise.",
            """
            "decimal": { "title": "Before the decimals", "type": "string", "enum": [".", ","], "default": "." },
            "thousands": { "title": "Between thousands", "type": "string", "enum": ["", ".", ",", " ", "'", "_"], "default": "" },
            "currencies": { "title": "Currencies to take off", "description": "Such as € or EUR. Only name several where their amounts may be mixed.", "type": "array", "items": { "type": "string" } },
            "percent": { "title": "A percent sign divides by 100", "type": "boolean", "default": false },
            "format": { "title": "Digits and decimals", "description": "The DECIMAL that the column becomes, such as 18,2. 38,9 where it is left out.", "type": "string" }
            """),
        TypedTemplate.Fix(RuleType.Normalize, "Normalize Unicode", "Writes letters with accents in Unicode's composed form, so that what looks equal is equal. Wide Latin letters and digits can become narrow; NFKC replaces ligatures, superscripts and all other characters that stand for others too.",
            """
            "form": { "title": "Unicode's form", "description": "NFC: the same characters. NFKC: those that they stand for, which cannot be taken back.", "type": "string", "enum": ["NFC", "NFKC"], "default": "NFC" },
            "narrow": { "title": "Make wide letters, digits and spaces narrow", "description": "For NFC; NFKC does so.", "type": "boolean", "default": false }
            """),
        TypedTemplate.Fix(RuleType.Split, "Split", "Makes new columns of a value's parts; the last has all that is left. They can be mapped, or are appended where there is no mapping.",
            """
            "separator": { "title": "Between the parts", "type": "string", "minLength": 1 },
            "into": { "title": "New columns", "type": "array", "items": { "type": "string" }, "minItems": 1, "uniqueItems": true },
            "trim": { "title": "Take white space off the parts", "type": "boolean", "default": true }
            """,
            """ "required": ["separator", "into"]"""),
        TypedTemplate.Fix(RuleType.Concat, "Join", "Makes a new column of several, without those that have no value. It can be mapped, or is appended where there is no mapping.",
            """
            "columns": { "title": "Columns, in order", "type": "array", "items": { "type": "string" }, "minItems": 1 },
            "separator": { "title": "Between the values", "type": "string", "default": "" },
            "into": { "title": "New column", "type": "string", "minLength": 1 }
            """,
            """ "required": ["columns", "into"]"""),
        TypedTemplate.Fix(RuleType.Mask, "Mask", "Hides personal data: by a keyed hash, so that equal values stay equal, or all but some characters at the ends. A hash is a pseudonym, not anonymity: who has the salt can try values out. Rejected rows show their source text.",
            """
            "mode": { "title": "How", "type": "string", "enum": ["HASH", "PART"] },
            "salt": { "title": "Salt", "description": "For HASH (HMAC-SHA-256): a long random text. Keep it to get the same hashes again.", "type": "string", "minLength": 1 },
            "keepFirst": { "title": "Characters kept at the beginning", "description": "For PART.", "type": "integer", "minimum": 0, "default": 0 },
            "keepLast": { "title": "Characters kept at the end", "description": "For PART.", "type": "integer", "minimum": 0, "default": 0 }
            """,
            """ "required": ["mode"]"""),
    ];
}
