using System.Text.RegularExpressions;

namespace Ingestion.Architecture.Tests;

public sealed partial class TextTests
{
    // The one file of tests that may wait for real time: it asks again until a deadline.
    private const string PollingFile = "Polling.cs";

    [Fact]
    public void Source_Any_IsFinished() =>
        Violations.AssertNone(Matches(SourceTree.WithExtension(".cs", ".razor"), Unfinished()), "Finish these, or open an issue:");

    [Fact]
    public void Test_Any_WaitsForEventsNotForTime()
    {
        var tests = SourceTree.WithExtension(".cs").Where(file => file.StartsWith("tests/", StringComparison.Ordinal)).ToList();

        Violations.AssertNone(
            Matches(tests.Where(file => Path.GetFileName(file) != PollingFile), Delay()),
            $"Wait for an event, use fake time, or ask again until a deadline with what {PollingFile} offers:");
        Violations.AssertNone(
            tests.Where(file => Path.GetFileName(file) == PollingFile && !Deadline().IsMatch(SourceTree.Text(file))),
            "Polling has to end: give it a deadline:");
    }

    [Theory]
    [InlineData("#reg" + "ion Fields")]
    [InlineData("// TO" + "DO: later")]
    [InlineData("// FIX" + "ME")]
    [InlineData("throw new NotImplemented" + "Exception();")]
    [InlineData("Thread." + "Sleep(5);")]
    public void Unfinished_Leftover_IsFound(string line) => Assert.Matches(Unfinished(), line);

    [Theory]
    [InlineData("await Task.Del" + "ay(50);", true)]
    [InlineData("await Task.Del" + "ay(Timeout.Infinite, cancellationToken);", false)]
    public void Delay_ThatEndsByItself_IsFound(string line, bool found) => Assert.Equal(found, Delay().IsMatch(line));

    private static IEnumerable<string> Matches(IEnumerable<string> files, Regex pattern) =>
        from file in files
        from line in SourceTree.Text(file).Split('\n').Index()
        where pattern.IsMatch(line.Item)
        select $"{file}:{line.Index + 1}: {line.Item.Trim()}";

    // A class of one letter keeps each pattern from finding itself.
    [GeneratedRegex(@"#regio[n]|\bTOD[O]\b|\bFIXM[E]\b|\bNotImplementedExceptio[n]\b|\bThread\.Slee[p]\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\bTask\.Dela[y]\((?!Timeout\.Infinite)")]
    private static partial Regex Delay();

    [GeneratedRegex("Timeout|Deadline", RegexOptions.IgnoreCase)]
    private static partial Regex Deadline();
}
