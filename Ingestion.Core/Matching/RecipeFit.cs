using Ingestion.Contracts;

namespace Ingestion.Core.Matching;

/// <summary>A saved recipe as it runs on a file: with the file's names for its columns.</summary>
/// <param name="Recipe">The recipe, whose <see cref="SourceOptions.Renames"/> say which of the file's columns are meant.</param>
/// <param name="Match">How each was found.</param>
public sealed record RecipeFit(Recipe Recipe, RecipeMatch Match)
{
    /// <summary>Fits a recipe to a file. A column that is not found stays missing, and the plan refuses it.</summary>
    public static RecipeFit Of(SavedRecipe saved, IReadOnlyList<SourceColumn> file)
    {
        var source = saved.Recipe.Source;
        // What the recipe itself says of other names goes first. Two columns of one name are the plan's to refuse.
        var byName = file.ToLookup(column => SourceNames.Of(column.Name, source), column => column.Name, StringComparer.Ordinal);
        var matches = HeaderMatch.Of(RecipeColumns.Of(saved.Recipe), [.. byName.Select(group => group.Key)])
            .Select(match => match.Source is null ? match : match with { Source = byName[match.Source].First() }).ToList();
        var renames = matches.Where(match => match.Way is MatchWay.Normalized or MatchWay.EditDistance).Select(match => new ColumnRename(match.Source!, match.Column)).ToList();
        var renamed = renames.Select(rename => rename.From).ToHashSet(StringComparer.Ordinal);
        var used = matches.Select(match => match.Source).OfType<string>().ToHashSet(StringComparer.Ordinal);
        // A recipe without a mapping keeps every column.
        var unused = saved.Recipe.Mapping.Count == 0 ? [] : file.Select(column => column.Name).Where(name => !used.Contains(name));
        var recipe = renames.Count == 0 ? saved.Recipe
            : saved.Recipe with { Source = source with { Renames = [.. source.Renames.Where(rename => !renamed.Contains(rename.From)), .. renames] } };
        return new RecipeFit(recipe, new RecipeMatch(saved.Id, saved.Name, saved.Version, matches, [.. unused]));
    }
}
