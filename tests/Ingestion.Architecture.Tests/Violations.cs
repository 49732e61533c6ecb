namespace Ingestion.Architecture.Tests;

internal static class Violations
{
    /// <summary>Fails with every violation on a line of its own, and with what to do about them.</summary>
    public static void AssertNone(IEnumerable<string> violations, string remedy)
    {
        var found = violations.ToList();
        if (found.Count > 0)
            Assert.Fail($"{remedy}{Environment.NewLine}{string.Join(Environment.NewLine, found)}");
    }
}
