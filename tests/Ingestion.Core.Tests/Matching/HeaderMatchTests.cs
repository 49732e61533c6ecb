using CsCheck;
using Ingestion.Contracts;
using Ingestion.Core.Matching;

namespace Ingestion.Core.Tests.Matching;

public sealed class HeaderMatchTests
{
    // Few letters, so that names are near each other, and what senders write differently.
    private static readonly Gen<string[]> Names = Gen.Select(Gen.Char["abcABé1_ -."].Array[1, 8].Select(letters => new string(letters)), Gen.OneOf("", "order_date", "customerName", "unit price"))
        .Select((some, usual) => usual + some).Array[0, 8].Select(names => names.Distinct().ToArray());

    [Theory]
    [InlineData("order_id|price", "price|ORDER ID", "order_id=ORDER ID NORMALIZED 1; price=price EXACT 1")]
    [InlineData("customer_name", "custmer_name", "customer_name=custmer_name EDIT_DISTANCE 0.917")]
    [InlineData("customer_name", "cutsomer_name", "customer_name=cutsomer_name EDIT_DISTANCE 0.917")]
    [InlineData("email", "E-Mail|e_mail", "email=? E-Mail 1, e_mail 1")]
    [InlineData("email|e-mail", "Email", "email=? Email 1; e-mail=? Email 1")]
    [InlineData("email", "E-Mail|email", "email=email EXACT 1")]
    [InlineData("order_date", "order_dates|order_dat", "order_date=? order_dates 0.9, order_dat 0.889")]
    [InlineData("address_1", "address_2", "address_1=? address_2 0.875")]
    [InlineData("q1_1", "q11", "q1_1=? q11 0.75")]
    [InlineData("height", "weight", "height=? weight 0.833")]
    [InlineData("e-mail", "Email address|id", "e-mail=? Email address 0.417")]
    [InlineData("%", "#", "%=?")]
    [InlineData("größe", "Grosse|GROSSE ", "größe=? GROSSE  1, Grosse 1")]
    [InlineData("größe", "GROSSE", "größe=GROSSE NORMALIZED 1")]
    public void Of_Header_FindsWhatIsMeantAndRefusesWhatCouldBeTwo(string needed, string header, string expected) =>
        Assert.Equal(expected, string.Join("; ", HeaderMatch.Of(needed.Split('|'), header.Split('|')).Select(Print)));

    [Fact]
    public void Of_TheSameHeader_IsExact() => Names.Sample(names =>
        Assert.All(HeaderMatch.Of(names, names), match => Assert.Equal((match.Column, MatchWay.Exact, 1.0), (match.Source, match.Way, match.Score))));

    [Fact]
    public void Of_ColumnsInAnyOrder_AnswersTheSame() =>
        Gen.Select(Names, Names, Gen.Int).Sample((needed, header, seed) =>
        {
            var shuffledNeeded = (string[])needed.Clone();
            var shuffledHeader = (string[])header.Clone();
            new Random(seed).Shuffle(shuffledNeeded);
            new Random(seed).Shuffle(shuffledHeader);

            Assert.Equal(
                HeaderMatch.Of(needed, header).Select(Print).Order(StringComparer.Ordinal),
                HeaderMatch.Of(shuffledNeeded, shuffledHeader).Select(Print).Order(StringComparer.Ordinal));
        });

    [Fact]
    public void Of_TheOtherWayRound_FindsTheSamePairs() => Gen.Select(Names, Names).Sample((left, right) => Assert.Equal(
        HeaderMatch.Of(left, right).Where(match => match.Source is not null).Select(match => (match.Column, match.Source!, match.Way, match.Score)).Order(),
        HeaderMatch.Of(right, left).Where(match => match.Source is not null).Select(match => (match.Source!, match.Column, match.Way, match.Score)).Order()));

    [Fact]
    public void Of_AnyHeader_TakesNothingBelowTheThresholdAndNothingTwice() => Gen.Select(Names, Names).Sample((needed, header) =>
    {
        var matches = HeaderMatch.Of(needed, header);

        Assert.Equal(needed, matches.Select(match => match.Column));
        var taken = matches.Where(match => match.Way != MatchWay.None).ToList();
        Assert.All(taken, match => Assert.True(match.Source is not null && match.Score >= HeaderMatch.Threshold && match.Candidates.Count == 0));
        Assert.All(taken.Where(match => match.Way == MatchWay.EditDistance), match => Assert.True(
            EditDistance.Similarity(NameForm.Of(match.Column), NameForm.Of(match.Source!)) >= HeaderMatch.Threshold && match.Score < 1));
        Assert.All(matches.Except(taken), match => Assert.Equal((null, 0.0), (match.Source, match.Score)));
        Assert.Equal(taken.Count, taken.Select(match => match.Source).Distinct().Count());
    });

    [Fact]
    public void Similarity_AnyTexts_IsSymmetricAndOneForEqualOnesOnly() => Gen.Select(Gen.Char["abc"].Array[0, 6], Gen.Char["abc"].Array[0, 6]).Sample((left, right) =>
    {
        var (one, other) = (new string(left), new string(right));

        Assert.Equal(EditDistance.Similarity(one, other), EditDistance.Similarity(other, one));
        Assert.Equal(one == other, EditDistance.Similarity(one, other) == 1);
    });

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("ca", "abc", 3)]
    [InlineData("ab", "ba", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Of_Texts_CountsEdits(string left, string right, int edits) => Assert.Equal(edits, EditDistance.Of(left, right));

    [Fact]
    public void Of_ThousandsOfUnknownColumns_IsNotCompared() =>
        Assert.All(HeaderMatch.Of([.. Enumerable.Range(0, 1200).Select(i => $"a{i}")], [.. Enumerable.Range(0, 1200).Select(i => $"b{i}")]),
            match => Assert.Equal((MatchWay.None, 0), (match.Way, match.Candidates.Count)));

    internal static string Print(ColumnMatch match) => match.Source is null
        ? FormattableString.Invariant($"{match.Column}=?{(match.Candidates.Count == 0 ? "" : " ")}{string.Join(", ", match.Candidates.Select(candidate => FormattableString.Invariant($"{candidate.Source} {candidate.Score}")))}")
        : FormattableString.Invariant($"{match.Column}={match.Source} {(match.Way == MatchWay.EditDistance ? "EDIT_DISTANCE" : match.Way.ToString().ToUpperInvariant())} {match.Score}");
}
