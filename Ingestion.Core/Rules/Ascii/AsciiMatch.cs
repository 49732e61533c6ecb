namespace Ingestion.Core.Rules.Ascii;

/// <summary>What an <see cref="AsciiDfa"/> says of a value.</summary>
internal enum AsciiMatch : byte
{
    /// <summary>The value is ASCII and the pattern is nowhere in it.</summary>
    No,

    /// <summary>The pattern is in the value.</summary>
    Yes,

    /// <summary>The value has a byte above 0x7F on which the answer may depend: ask .NET's engine.</summary>
    NotAscii,
}
