using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Ingestion.Contracts;
using Ingestion.Core.Plans;
using Ingestion.Core.Rules;

namespace Ingestion.Core.Tests.Rules;

public sealed class RegexCheckTests
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
    public void Passes_WhicheverEngineAnswers_IsNets(string pattern, string text, bool passes)
    {
        Assert.Equal(passes, new Regex(pattern, RegexCheck.Options).IsMatch(text));
        Assert.Equal(passes, Passes(Check(pattern), text));
    }

    [Fact]
    public void Passes_OtherOptions_AreKept()
    {
        var check = new RegexCheck(new PlanCheck(0, "r1", "name", RuleSeverity.Error), new Regex("^abc$", RegexCheck.Options | RegexOptions.IgnoreCase));

        Assert.True(Passes(check, "ABC"));
    }

    [Fact]
    public void Passes_AnyPatternAndText_AnswersAsNet() =>
        Gen.Select(Patterns.GenSupported, Patterns.GenText.Array[10]).Sample(
            (pattern, texts) =>
            {
                var regex = new Regex(pattern, RegexCheck.Options);
                var check = Check(pattern);
                foreach (var text in texts)
                    Assert.True(regex.IsMatch(text) == Passes(check, text), $"{pattern} on {Regex.Escape(text)}");
            },
            iter: 300);

    private static RegexCheck Check(string pattern) => new(new PlanCheck(0, "r1", "name", RuleSeverity.Error), new Regex(pattern, RegexCheck.Options));

    private static bool Passes(RegexCheck check, string text) => check.Passes(Encoding.UTF8.GetBytes(text));
}
