namespace Ingestion.Core.Tests.Runs;

/// <summary>Bytes as a C# literal, for the message of a property that does not hold.</summary>
internal static class Print
{
    public static string Of(byte[] bytes) =>
        string.Concat(bytes.Select(value => value switch
        {
            (byte)'\n' => "\\n",
            (byte)'\r' => "\\r",
            (byte)'"' => "\\\"",
            (byte)'\\' => @"\\",
            >= 32 and < 127 => ((char)value).ToString(),
            _ => $"\\x{value:X2}",
        }));
}
