using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Tests.Rules;

public sealed class ValuePatternTests
{
    [Theory]
    [InlineData(@"^\w+$", "Zoë", true)]
    [InlineData(@"^\w+$", "Zoe", true)]
    [InlineData(@"^\w+$", "Zoë!", false)]
    [InlineData(@"a\b", "aé", false)]
    [InlineData("^.{3}$", "東京都", true)]
    [InlineData(@"^\p{Lu}", "Ärger", true)]
    [InlineData(@"^\p{Lu}", "Anger", true)]
    [InlineData("(?i)^abc$", "ABC", true)]
    public void IsMatch_WhicheverEngineAnswers_IsNets(string pattern, string text, bool passes)
    {
        Assert.Equal(passes, new Regex(pattern, ValuePattern.Options).IsMatch(text));
        Assert.Equal(passes, IsMatch(ValuePattern.Compile(pattern), text));
    }

    [Fact]
    public void IsMatch_OtherOptions_AreKept()
    {
        var pattern = new ValuePattern(new Regex("^abc$", ValuePattern.Options | RegexOptions.IgnoreCase));

        Assert.True(IsMatch(pattern, "ABC"));
    }

    [Fact]
    public void IsMatch_AnyPatternAndText_AnswersAsNet() =>
        Gen.Select(Patterns.GenSupported, Patterns.GenText.Array[10]).Sample(
            (pattern, texts) =>
            {
                var regex = new Regex(pattern, ValuePattern.Options);
                var compiled = ValuePattern.Compile(pattern);
                foreach (var text in texts)
                    Assert.True(regex.IsMatch(text) == IsMatch(compiled, text), $"{pattern} on {Regex.Escape(text)}");
            },
            iter: 300);

    private static bool IsMatch(ValuePattern pattern, string text) => pattern.IsMatch(Encoding.UTF8.GetBytes(text));
}
