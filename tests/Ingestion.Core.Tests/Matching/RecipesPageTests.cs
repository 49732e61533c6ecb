using System.Globalization;
using Ingestion.Core.Matching;
using Ingestion.Core.Rules;
using Ingestion.Core.Tests.Rules;

namespace Ingestion.Core.Tests.Matching;

/// <summary>docs/recipes.md shows what is taken for what.</summary>
public sealed class RecipesPageTests
{
    [Fact]
    public void Examples_OfThePage_AreMatchedAsItSays()
    {
        var rows = PageTables.Of("recipes.md", "Examples").ToList();

        Assert.Equal(10, rows.Count);
        Assert.All(rows, row =>
        {
            var match = Assert.Single(HeaderMatch.Of([row[0].Trim('`')], [.. row[1].Split(", ").Select(name => name.Trim('`'))]));

            Assert.Equal(
                (row[2], row[3], row[4]),
                (match.Source is null ? $"none: {MatchText.Of(match.Candidates)}" : $"`{match.Source}`", $"`{EnumWords.Of(match.Way)}`", match.Score.ToString("0.00", CultureInfo.InvariantCulture)));
        });
    }
}
