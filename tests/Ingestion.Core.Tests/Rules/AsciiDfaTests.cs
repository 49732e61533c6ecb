using System.Text;
using System.Text.RegularExpressions;
using Ingestion.Core.Rules;
using Ingestion.Core.Rules.Ascii;

namespace Ingestion.Core.Tests.Rules;

public sealed class AsciiDfaTests
{
    private static readonly string[] Texts =
    [
        "", "\n", "\n\n", " ", "a", "b", "ab", "ba", "aab", "abb", "abc", "a\n", "\na", "a\nb", "b\n", "a\n\n", "aaaa", "x", "-", "]", "^", "{", "a{", "a{,2}",
        "_", "a b", "a-b", "1", "12", "0", "007", "\t", "\r\n", "\v", "\f", "a\u001Cb", "\u007F", "\0", "xax", "x ab y", "Ab", "AB",
        "jane.doe@example.com", "jane.doe@example.com\n", "jane@doe@example.com", "jane.doe@example", "@", "a@b.c", "a @b.c",
        "+49 151 2345-6789", "0151/23456789", "call me", "DE89370400440532013000", "DE8937040044053201300", "123e4567-e89b-12d3-a456-426614174000",
        "123e4567e89b12d3a456426614174000", "2024-02-29", "2024-2-29", "29.02.2024", "12345", "1234", "SW1A 1AA", "PAID", "PAIDX", "NEW", "NEW\n", "https://example.com/a?b=c",
    ];

    [Theory]
    [InlineData(@"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    [InlineData(@"^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$")]
    [InlineData(@"^\+?[0-9][0-9 ()/-]{6,19}$")]
    [InlineData(@"^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$")]
    [InlineData(@"^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")]
    [InlineData(@"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
    [InlineData(@"^(?<day>\d{1,2})\.(?'month'\d{1,2})\.(\d{2}|\d{4})$")]
    [InlineData(@"^\d{5}$")]
    [InlineData(@"\A[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\z")]
    [InlineData(@"^(NEW|PAID|SHIPPED|CANCELLED)$")]
    [InlineData(@"^https?://[^\s/]+(/\S*)?$")]
    [InlineData(@"^[A-Za-zÀ-ÿ' -]+$")]
    [InlineData("((a+)*b?)+$")]
    [InlineData("(|a)b")]
    [InlineData("^(a|){0,2}$")]
    [InlineData("^(?:(?:a+)?)+$")]
    [InlineData("^( ?[0-9]?){3}$")]
    [InlineData("a||b")]
    [InlineData("|")]
    [InlineData("()")]
    [InlineData("^(a*){2,3}?b{0,}$")]
    [InlineData("a{0}")]
    [InlineData("^a{0}$")]
    [InlineData("(^a|b$)")]
    [InlineData("$^")]
    [InlineData("^$")]
    [InlineData("a^b")]
    [InlineData("a$\nb")]
    [InlineData("a$\n")]
    [InlineData(@"a\Z\n\z")]
    [InlineData(@"\n\z")]
    [InlineData(@"\n$")]
    [InlineData(@"^\n*$")]
    [InlineData(@"(\A|-)b(\Z|-)")]
    [InlineData("(^)*a")]
    [InlineData("($)+")]
    [InlineData(@"\ba")]
    [InlineData(@"\bab?\b")]
    [InlineData(@"\Bb\B")]
    [InlineData(@"^\B$")]
    [InlineData("[]a]")]
    [InlineData("[^]a]")]
    [InlineData("[a^-]")]
    [InlineData(@"[\d-x]")]
    [InlineData(@"[*\--x]")]
    [InlineData(@"[ -\-]")]
    [InlineData(@"[\b\]\\]")]
    [InlineData(@"^[\s\S]$")]
    [InlineData(@"^\w\W\s?\S*\D$")]
    [InlineData("^.+$")]
    [InlineData("a{")]
    [InlineData("a{,2}")]
    [InlineData("a{x")]
    [InlineData("]|}")]
    [InlineData(@"\x41\u0062")]
    [InlineData(@"\t|\r\n|\f|\v|\a|\e")]
    [InlineData("é|b$")]
    public void IsMatch_TypicalPattern_AnswersAsNet(string pattern)
    {
        var regex = new Regex(pattern, ValuePattern.Options);
        Assert.True(AsciiDfa.TryCompile(pattern, out var dfa));
        Assert.True(AsciiDfa.TryCompile(pattern, out var scalar, vectorized: false));
        Assert.False(scalar.IsVectorized);

        foreach (var text in Texts)
        {
            var expected = regex.IsMatch(text) ? AsciiMatch.Yes : AsciiMatch.No;
            Assert.True(expected == dfa.IsMatch(Encoding.UTF8.GetBytes(text)), $"{pattern} on {Regex.Escape(text)}: not {expected}");
            Assert.True(expected == scalar.IsMatch(Encoding.UTF8.GetBytes(text)), $"{pattern} on {Regex.Escape(text)}: not {expected}");
        }
    }

    [Theory]
    [InlineData(@"\p{L}")]
    [InlineData(@"[\P{Lu}]")]
    [InlineData("(?i)a")]
    [InlineData("(?i:a)")]
    [InlineData("(?#comment)a")]
    [InlineData("a(?=b)")]
    [InlineData("(?<!a)b")]
    [InlineData("(?>a)")]
    [InlineData(@"(a)\1")]
    [InlineData(@"(?<n>a)\k<n>")]
    [InlineData(@"(?<n>a)\<n>")]
    [InlineData("[a-z-[aeiou]]")]
    [InlineData("[[:alpha:]]")]
    [InlineData(@"\Ga")]
    [InlineData(@"\cA")]
    [InlineData(@"\012")]
    [InlineData("^(?:a+|)+$")]
    [InlineData("a{1001}")]
    [InlineData("a{99999999999}")]
    public void TryCompile_OutsideOfTheSubset_IsNotSupported(string pattern) => Assert.False(AsciiDfa.TryCompile(pattern, out _));

    [Theory]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("(?")]
    [InlineData("(?<")]
    [InlineData("(?<n")]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("[z-a]")]
    [InlineData(@"[a-\d]")]
    [InlineData(@"[a\")]
    [InlineData("*a")]
    [InlineData("a**")]
    [InlineData("a{2}{3}")]
    [InlineData("a{3,2}")]
    [InlineData("(|*)")]
    [InlineData(@"\")]
    [InlineData(@"\x4")]
    [InlineData(@"\u00 1")]
    [InlineData(@"\y")]
    public void TryCompile_NoPattern_IsNotSupported(string pattern)
    {
        Assert.ThrowsAny<ArgumentException>(() => new Regex(pattern));
        Assert.False(AsciiDfa.TryCompile(pattern, out _));
    }

    [Theory]
    [InlineData("(((a{1000}){1000}){1000}){1000}")]
    [InlineData("((((){1000}){1000}){1000}){1000}")]
    [InlineData("((((|){1000}|){1000}|){1000}|){1000}")]
    [InlineData("(a|b)*a(a|b){20}")]
    public void TryCompile_TooLarge_GivesUpSoon(string pattern) => Assert.False(AsciiDfa.TryCompile(pattern, out _));

    [Fact]
    public void TryCompile_DeeplyNestedOrLong_GivesUp()
    {
        Assert.False(AsciiDfa.TryCompile(new string('(', 100_000) + new string(')', 100_000), out _));
        Assert.False(AsciiDfa.TryCompile(new string('a', 100_000), out _));
        Assert.False(AsciiDfa.TryCompile(new string('|', 100_000), out _));
    }

    [Theory]
    [InlineData(@"^[^@\s]+@[^@\s]+\.[^@\s]+$", true)]
    [InlineData(@"^\d{4}-\d{2}-\d{2}$", true)]
    [InlineData("^[0-9a-f]{32}$", false)]
    public void IsVectorized_UpTo16States_IsTrue(string pattern, bool vectorized)
    {
        Assert.True(AsciiDfa.TryCompile(pattern, out var dfa));
        Assert.Equal(vectorized, dfa.States <= 16);
        Assert.Equal(vectorized && System.Runtime.Intrinsics.Vector128.IsHardwareAccelerated, dfa.IsVectorized);
    }

    [Theory]
    [InlineData("^a+$", "aé", false)]
    [InlineData("^a+$", "ba é", false)]
    [InlineData("é", "é", false)]
    [InlineData(@"a\b", "aé", false)]
    [InlineData(@"a(\z|[\x00-\x7F])", "aé", false)]
    [InlineData("^a", "aé", true)]
    [InlineData("a$", "é a\n", false)]
    public void IsMatch_NotAscii_SaysSoUnlessTheMatchIsCertain(string pattern, string text, bool isCertain)
    {
        foreach (var vectorized in new[] { true, false })
        {
            Assert.True(AsciiDfa.TryCompile(pattern, out var dfa, vectorized));
            Assert.Equal(isCertain ? AsciiMatch.Yes : AsciiMatch.NotAscii, dfa.IsMatch(Encoding.UTF8.GetBytes(text)));
        }
    }

    [Fact]
    public void IsMatch_LongText_StopsEarlyWithTheSameAnswer()
    {
        Assert.True(AsciiDfa.TryCompile("^b|é", out var dfa));
        var text = Enumerable.Repeat((byte)'a', 1000).ToArray();
        Assert.Equal(AsciiMatch.No, dfa.IsMatch(text));
        text[0] = (byte)'b';
        Assert.Equal(AsciiMatch.Yes, dfa.IsMatch(text));
        text[0] = (byte)'a';
        text[900] = 0xC3;
        Assert.Equal(AsciiMatch.NotAscii, dfa.IsMatch(text));
        text[10] = 0xC3;
        Assert.Equal(AsciiMatch.NotAscii, dfa.IsMatch(text));
    }
}
