using FluentMigrator;

namespace Ingestion.Data.Migrations;

/// <summary>How many values each fix of a recipe changed. Null for a recipe without fixes, and where an older version wrote the row.</summary>
[Migration(4, "Values changed by fixes")]
public sealed class M04Fixes : ForwardOnlyMigration
{
    public override void Up()
    {
        Alter.Table("ingestion_chunks").AddColumn("fixed_values").AsCustom("LONGTEXT").Nullable();
        Alter.Table("ingestion_jobs").AddColumn("fixes").AsCustom("LONGTEXT").Nullable();
    }
}
