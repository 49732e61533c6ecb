namespace Ingestion.Contracts;

/// <summary>
/// How a source becomes a clean dataset: source options, mapping and rules. One record is stored, sent to a grain
/// and shown in the UI. Null always means "as sniffed" or "no limit".
/// </summary>
[GenerateSerializer, Immutable, Alias("Recipe")]
public sealed record Recipe
{
    /// <summary>The version of this record's form. Default: 1, the only one.</summary>
    [Id(0)] public int Version { get; init; } = 1;

    /// <summary>How the source is read.</summary>
    [Id(1)] public SourceOptions Source { get; init; } = new();

    /// <summary>The columns of the result, in order. Empty keeps every source column under its own name with its inferred type.</summary>
    [Id(2)] public IReadOnlyList<ColumnMapping> Mapping { get; init; } = [];

    /// <summary>The fixes, applied in this order before anything else, and the checks, each applied to every row.</summary>
    [Id(3)] public IReadOnlyList<RuleSpec> Rules { get; init; } = [];

    /// <summary>When too many rejects end the job. Default: never.</summary>
    [Id(4)] public ErrorBudget ErrorBudget { get; init; } = new();

    /// <summary>The form of the result's parts.</summary>
    [Id(5)] public OutputOptions Output { get; init; } = new();

    /// <summary>Whether the job profiles every row it reads; that takes a part of its time. Default: true.</summary>
    [Id(6)] public bool Profile { get; init; } = true;
}

/// <summary>How a source is read. Null: as sniffed.</summary>
[GenerateSerializer, Immutable, Alias("SourceOptions")]
public sealed record SourceOptions
{
    /// <summary>An IANA encoding name, such as <c>utf-8</c> or <c>windows-1252</c>.</summary>
    [Id(0)] public string? Encoding { get; init; }

    /// <summary>The one ASCII character between fields.</summary>
    [Id(1)] public string? Delimiter { get; init; }

    /// <summary>The one ASCII character around quoted fields; an empty string for no quoting.</summary>
    [Id(2)] public string? Quote { get; init; }

    /// <summary>How many rows, after the skipped ones, name the columns: 0 to 5. The upper of several are headings over several columns.</summary>
    [Id(3)] public int? HeaderRows { get; init; }

    /// <summary>How many lines stand before the header.</summary>
    [Id(4)] public int? SkipRows { get; init; }

    /// <summary>The sheet of a workbook, by its name or number. Default: the first one that is visible and not empty.</summary>
    [Id(5)] public string? Sheet { get; init; }

    /// <summary>The table of a sheet, by its number or range such as <c>B3:F20</c>, or of a document, by its name or number. Default: a sheet's largest, a document's first.</summary>
    [Id(6)] public string? Table { get; init; }

    /// <summary>What becomes of a row with too few or too many fields. Default: <see cref="RaggedRows.Reject"/>.</summary>
    [Id(7)] public RaggedRows RaggedRows { get; init; }

    /// <summary>Texts that mean "no value" in every column, beside the empty field. Compared exactly.</summary>
    [Id(8)] public IReadOnlyList<string> NullTokens { get; init; } = [];

    /// <summary>Whether every cell of a merged range has its value. Default: only the first cell has it.</summary>
    [Id(9)] public bool FillMerged { get; init; }

    /// <summary>Whether hidden rows and columns of a sheet are left out. Default: they are read.</summary>
    [Id(10)] public bool SkipHidden { get; init; }

    /// <summary>How lines of text are rows.</summary>
    [Id(11)] public TextLayout? TextLayout { get; init; }

    /// <summary>How a quote inside a quoted field is written: doubled (<c>"</c>, an empty string) or after a backslash (<c>\</c>), which then takes the meaning from any character after it.</summary>
    [Id(12)] public string? Escape { get; init; }

    /// <summary>Of <see cref="Contracts.TextLayout.FixedWidth"/> the 0-based characters that columns begin with.</summary>
    [Id(13)] public IReadOnlyList<int>? ColumnStarts { get; init; }

    /// <summary>How many rows at the end, such as totals, are no data. Default: 0.</summary>
    [Id(14)] public int? FooterRows { get; init; }

    /// <summary>What the recipe calls columns that the source calls otherwise.</summary>
    [Id(15)] public IReadOnlyList<ColumnRename> Renames { get; init; } = [];

    /// <summary>What stands before the decimals of a number: a point or a comma. Null: a point, unless fields are apart by something other than commas and a column's values prove a comma.</summary>
    [Id(16)] public string? DecimalSeparator { get; init; }
}

/// <summary>The name by which a recipe knows a column of the source. One for a column that is not there does nothing, so that a recipe can know the names of several senders.</summary>
/// <param name="From">The column's name in the source.</param>
/// <param name="To">Its name in mapping, rules and, unless the mapping says otherwise, the result.</param>
[GenerateSerializer, Immutable, Alias("ColumnRename")]
public sealed record ColumnRename([property: Id(0)] string From, [property: Id(1)] string To);

/// <summary>How lines of text are rows.</summary>
public enum TextLayout
{
    /// <summary>Fields are apart by a delimiter.</summary>
    Delimited,

    /// <summary>Fields stand at fixed places of each line.</summary>
    FixedWidth,

    /// <summary>Fields are apart by spaces and tabs, however many.</summary>
    Spaces,

    /// <summary>Each line is a row of one field.</summary>
    Lines,
}

/// <summary>What becomes of a row whose number of fields is not the header's.</summary>
public enum RaggedRows
{
    /// <summary>It is unreadable.</summary>
    Reject,

    /// <summary>Missing fields are null; a row with more fields than the header is still unreadable, since its extra values have no column.</summary>
    Pad,
}

/// <summary>One column of the result.</summary>
/// <param name="From">The source column's name.</param>
/// <param name="To">Its name in the result; null keeps <paramref name="From"/>.</param>
/// <param name="Type">Its type; null takes the inferred one.</param>
/// <param name="Format">For dates and timestamps a pattern such as <c>dd/MM/yyyy</c>; for decimals <c>precision,scale</c> such as <c>18,4</c>.</param>
/// <param name="NullTokens">Texts that mean "no value" in this column, beside the global ones.</param>
[GenerateSerializer, Immutable, Alias("ColumnMapping")]
public sealed record ColumnMapping(
    [property: Id(0)] string From,
    [property: Id(1)] string? To = null,
    [property: Id(2)] ColumnType? Type = null,
    [property: Id(3)] string? Format = null,
    [property: Id(4)] IReadOnlyList<string>? NullTokens = null);

/// <summary>What a column's values are.</summary>
public enum ColumnType
{
    /// <summary>UTF-8 text, byte for byte as in the source.</summary>
    Text,

    /// <summary>A 64-bit signed integer.</summary>
    Integer,

    /// <summary>An exact decimal number of at most 38 digits with a fixed number of decimals.</summary>
    Decimal,

    /// <summary>An IEEE 754 double.</summary>
    Double,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A day of the proleptic Gregorian calendar, years 0001 to 9999.</summary>
    Date,

    /// <summary>A date and time of day to the microsecond, either all with a time zone (kept as UTC) or all without.</summary>
    Timestamp,
}

/// <summary>When rejected rows (rejected, unreadable; not duplicates) end the job with FAILED.</summary>
[GenerateSerializer, Immutable, Alias("ErrorBudget")]
public sealed record ErrorBudget
{
    /// <summary>The most rejected rows allowed. Default: no limit.</summary>
    [Id(0)] public long? MaxRejectedRows { get; init; }

    /// <summary>The largest allowed share of rejected among read rows, 0 to 1. Default: no limit.</summary>
    [Id(1)] public double? MaxRejectedFraction { get; init; }

    /// <summary>The share is not looked at before this many rows have been read. Default: 1,000.</summary>
    [Id(2)] public long AfterRows { get; init; } = 1000;
}

/// <summary>The form of the result's parts.</summary>
[GenerateSerializer, Immutable, Alias("OutputOptions")]
public sealed record OutputOptions
{
    /// <summary>Default: <see cref="OutputFormat.Parquet"/>.</summary>
    [Id(0)] public OutputFormat Format { get; init; }

    /// <summary>Default: <see cref="OutputCompression.Snappy"/>.</summary>
    [Id(1)] public OutputCompression Compression { get; init; }
}

/// <summary>The file format of the result's parts.</summary>
public enum OutputFormat
{
    /// <summary>Apache Parquet.</summary>
    Parquet,
}

/// <summary>The compression inside the result's parts.</summary>
public enum OutputCompression
{
    /// <summary>Fast.</summary>
    Snappy,

    /// <summary>Smaller.</summary>
    Zstd,
}
