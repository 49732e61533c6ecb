namespace Ingestion.Core.Xlsx;

/// <summary>What a cell's value is written as: its attribute <c>t</c> (ECMA-376 part 1, 18.18.11).</summary>
internal enum CellType : byte
{
    /// <summary><c>n</c>, or no attribute.</summary>
    Number,

    /// <summary><c>s</c>: an index into the shared texts.</summary>
    Shared,

    /// <summary><c>b</c>.</summary>
    Boolean,

    /// <summary><c>e</c>.</summary>
    Error,

    /// <summary><c>str</c>: the text that a formula gives.</summary>
    Text,

    /// <summary><c>inlineStr</c>.</summary>
    Inline,

    /// <summary><c>d</c>: a date in ISO 8601.</summary>
    Date,
}

/// <summary>Reads the attribute.</summary>
internal static class CellTypes
{
    /// <summary>The type by its name; a name that is not known is taken for a number, which text that is none survives.</summary>
    public static CellType Parse(ReadOnlySpan<byte> name) => name.Length switch
    {
        1 => name[0] switch
        {
            (byte)'s' => CellType.Shared,
            (byte)'b' => CellType.Boolean,
            (byte)'e' => CellType.Error,
            (byte)'d' => CellType.Date,
            _ => CellType.Number,
        },
        3 when name.SequenceEqual("str"u8) => CellType.Text,
        9 when name.SequenceEqual("inlineStr"u8) => CellType.Inline,
        _ => CellType.Number,
    };
}
