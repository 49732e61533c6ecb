using FluentMigrator;

namespace Ingestion.Data.Migrations;

/// <summary>Which saved recipe a job runs and how its columns were found. Null for a recipe that came with the request, and where an older version wrote the row.</summary>
[Migration(7, "Saved recipes of jobs")]
public sealed class M07RecipeMatches : ForwardOnlyMigration
{
    public override void Up() => Alter.Table("ingestion_jobs").AddColumn("recipe_match").AsCustom("LONGTEXT").Nullable();
}
