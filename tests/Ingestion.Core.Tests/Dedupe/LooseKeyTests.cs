using System.Text;
using Ingestion.Core.Dedupe;
using Ingestion.Core.Plans;

namespace Ingestion.Core.Tests.Dedupe;

public sealed class LooseKeyTests
{
    [Theory]
    [InlineData("Acme, Inc.", "inc ACME")]
    [InlineData("Müller-Lüdenscheidt", "LUDENSCHEIDT  Muller")]
    [InlineData("O'Neill", "ONeill")]
    [InlineData("Straße 5", "5 STRASSE")]
    [InlineData("U.S.A.", "usa")]
    public void Fingerprint_SameWords_AreTheSame(string first, string second) => Assert.Equal(Key(first, DedupeKey.Fingerprint), Key(second, DedupeKey.Fingerprint));

    [Theory]
    [InlineData("Acme", "Acne")]
    [InlineData("?", "!")]
    [InlineData("a b", "ab")]
    [InlineData("東京", "京都")]
    public void Fingerprint_OtherWords_Differ(string first, string second) => Assert.NotEqual(Key(first, DedupeKey.Fingerprint), Key(second, DedupeKey.Fingerprint));

    [Theory]
    [InlineData("Krzysztof", "kryzsztof", 1, true)]
    [InlineData("Paris", "P a-r.ís", 2, true)]
    [InlineData("banana", "bananana", 2, true)]
    [InlineData("Paris", "Pairs", 2, false)]
    [InlineData("a", "b", 3, false)]
    public void Ngram_SameSequences_AreTheSame(string first, string second, int letters, bool same) =>
        Assert.Equal(same, Key(first, DedupeKey.Ngram, letters) == Key(second, DedupeKey.Ngram, letters));

    private static string Key(string text, DedupeKey match, int letters = 2) => Encoding.UTF8.GetString(LooseKey.Of(Encoding.UTF8.GetBytes(text), match, letters));
}
