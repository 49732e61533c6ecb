using FluentMigrator;

namespace Ingestion.Data.Migrations;

/// <summary>Recipes that projects keep.</summary>
[Migration(5, "Saved recipes")]
public sealed class M05Recipes : ForwardOnlyMigration
{
    public override void Up()
    {
        Create.Table("ingestion_recipes")
            .WithColumn("id").AsId().NotNullable().PrimaryKey()
            .WithColumn("project_id").AsId().NotNullable().ForeignKey("fk_ingestion_recipes_project", "projects", "id")
            .WithColumn("name").AsText(200).NotNullable()
            .WithColumn("version").AsInt64().NotNullable()
            .WithColumn("hash").AsText(64).NotNullable()
            .WithColumn("recipe").AsLongText().NotNullable()
            .WithColumn("created_at").AsInt64().NotNullable()
            .WithColumn("created_by").AsId().NotNullable();
        Create.Index("ux_ingestion_recipes_version").OnTable("ingestion_recipes")
            .OnColumn("project_id").Ascending().OnColumn("name").Ascending().OnColumn("version").Ascending().WithOptions().Unique();
    }
}
