using FluentMigrator;

namespace Ingestion.Data.Migrations;

/// <summary>Which job a job repairs, and what repairs added to its result. Null for a job that does not, and where none did.</summary>
[Migration(6, "Repaired rejects")]
public sealed class M06Repairs : ForwardOnlyMigration
{
    public override void Up()
    {
        Alter.Table("ingestion_jobs").AddColumn("repair_of").AsCustom("VARCHAR(36)").Nullable();
        Alter.Table("ingestion_jobs").AddColumn("repairs").AsCustom("LONGTEXT").Nullable();
    }
}
