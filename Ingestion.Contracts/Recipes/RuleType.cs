namespace Ingestion.Contracts;

/// <summary>The rule templates. Their numbers are stored: new ones go to the end.</summary>
public enum RuleType
{
    /// <summary>The value is present.</summary>
    NotNull,

    /// <summary>A number, date or timestamp lies between <c>min</c> and <c>max</c>, both included, either absent.</summary>
    Range,

    /// <summary>The text matches <c>pattern</c>.</summary>
    Regex,

    /// <summary>Of the rows with equal values in <c>columns</c> only one stays: <c>keep</c> FIRST or LAST in source order.</summary>
    Dedupe,

    /// <summary>The implicit rule; naming it for a column changes its severity and what a violation does.</summary>
    Type,

    /// <summary>The text has between <c>min</c> and <c>max</c> characters.</summary>
    Length,

    /// <summary>The value is one of <c>values</c>.</summary>
    AllowedValues,

    /// <summary>The text is written in a well-known <c>format</c>: an e-mail address, an IBAN.</summary>
    Format,

    /// <summary>Two columns of a row compare as <c>operator</c> says.</summary>
    Compare,

    /// <summary>An <c>expression</c> over the row holds.</summary>
    Expression,

    /// <summary>No other row has equal values in <c>columns</c>; rows stay.</summary>
    Unique,

    /// <summary>Fix: no white space at the ends.</summary>
    Trim,

    /// <summary>Fix: one space for every run of white space.</summary>
    CollapseSpaces,

    /// <summary>Fix: lower, upper or title case.</summary>
    Case,

    /// <summary>Fix: one text or pattern replaced by another text.</summary>
    Replace,

    /// <summary>Fix: a value where there is none: a constant, the last one before, or the type's zero.</summary>
    Fill,

    /// <summary>Fix: no value where there is one of <c>values</c>.</summary>
    NullIf,

    /// <summary>Fix: values replaced by others from a list.</summary>
    MapValues,

    /// <summary>Fix: dates in any of several formats to ISO 8601.</summary>
    ParseDate,

    /// <summary>Fix: numbers with decimal commas, thousands separators, currencies and percent signs to plain ones.</summary>
    ParseNumber,

    /// <summary>Fix: Unicode's composed form, and narrow forms of wide letters.</summary>
    Normalize,

    /// <summary>Fix: new columns from the parts of one.</summary>
    Split,

    /// <summary>Fix: a new column from several.</summary>
    Concat,

    /// <summary>Fix: personal data hidden.</summary>
    Mask,

    /// <summary>The value occurs in a <c>column</c> of another artifact of the project.</summary>
    Reference,
}
