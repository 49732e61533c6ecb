using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Ingestion.Core.Rules;
using Ingestion.Core.Rules.Ascii;

namespace Ingestion.Core.Tests.Rules;

public sealed class AsciiDfaLawTests
{
    [Fact]
    public void IsMatch_AnySupportedPattern_AnswersAsNet()
    {
        const int Count = 1_000;
        var tooLarge = 0;
        Gen.Select(Patterns.GenSupported, Patterns.GenText.Array[20]).Sample(
            (pattern, texts) =>
            {
                Assert.True(PatternParser.Parse(pattern) is not null, $"{pattern} is not supported");
                if (AsciiDfa.TryCompile(pattern, out var dfa))
                    AssertAnswersAsNet(pattern, dfa, texts);
                else
                    Interlocked.Increment(ref tooLarge);
            },
            iter: Count);
        Assert.InRange(tooLarge, 0, Count / 20);
    }

    [Fact]
    public void TryCompile_AnyGarbage_NeverThrowsAndAnswersAsNetWhereItIsAPattern() =>
        Gen.Select(Patterns.GenGarbage, Patterns.GenText.Array[5]).Sample(
            (pattern, texts) =>
            {
                if (AsciiDfa.TryCompile(pattern, out var dfa))
                    AssertAnswersAsNet(pattern, dfa, texts);
            },
            iter: 4_000);

    private static void AssertAnswersAsNet(string pattern, AsciiDfa dfa, string[] texts)
    {
        var regex = new Regex(pattern, ValuePattern.Options);
        Assert.True(AsciiDfa.TryCompile(pattern, out var scalar, vectorized: false));
        foreach (var text in texts)
        {
            var answer = dfa.IsMatch(Encoding.UTF8.GetBytes(text));
            Assert.Equal(answer, scalar.IsMatch(Encoding.UTF8.GetBytes(text)));
            if (answer == AsciiMatch.NotAscii)
                Assert.False(System.Text.Ascii.IsValid(text));
            else
                Assert.True(regex.IsMatch(text) == (answer == AsciiMatch.Yes), $"{pattern} on {Regex.Escape(text)}: {answer}");
        }
    }
}
