using FluentMigrator;

namespace Ingestion.Data.Migrations;

/// <summary>Keys of requests that may be sent again.</summary>
[Migration(8, "Request keys")]
public sealed class M08RequestKeys : ForwardOnlyMigration
{
    public override void Up()
    {
        Create.Table("ingestion_request_keys")
            .WithColumn("project_id").AsId().NotNullable().PrimaryKey("pk_ingestion_request_keys").ForeignKey("fk_ingestion_request_keys_project", "projects", "id")
            .WithColumn("key_hash").AsText(64).NotNullable().PrimaryKey("pk_ingestion_request_keys")
            .WithColumn("fingerprint").AsText(64).NotNullable()
            .WithColumn("artifact_id").AsId().NotNullable()
            .WithColumn("job_id").AsId().NotNullable()
            .WithColumn("created_at").AsInt64().NotNullable();
        Create.Index("ix_ingestion_request_keys_artifact").OnTable("ingestion_request_keys").OnColumn("artifact_id").Ascending();
    }
}
