using FluentMigrator;

namespace Ingestion.Data.Migrations;

/// <summary>Artifacts, sources, jobs, their logs and the chunk ledger.</summary>
[Migration(2, "Artifacts, sources and jobs")]
public sealed class M02Ingestion : ForwardOnlyMigration
{
    public override void Up()
    {
        Create.Table("ingestion_artifacts")
            .WithColumn("id").AsId().NotNullable().PrimaryKey()
            .WithColumn("project_id").AsId().NotNullable().ForeignKey("fk_ingestion_artifacts_project", "projects", "id")
            .WithColumn("file_name").AsText(1024).NotNullable()
            .WithColumn("file_format").AsWord().NotNullable()
            .WithColumn("size_bytes").AsInt64().NotNullable()
            .WithColumn("sha256").AsText(64).NotNullable()
            .WithColumn("row_count").AsInt64().Nullable()
            .WithColumn("created_at").AsInt64().NotNullable()
            .WithColumn("created_by").AsId().NotNullable();
        Create.Index("ix_ingestion_artifacts_project").OnTable("ingestion_artifacts").OnColumn("project_id").Ascending().OnColumn("id").Ascending();

        Create.Table("ingestion_sources")
            .WithColumn("id").AsId().NotNullable().PrimaryKey()
            .WithColumn("project_id").AsId().NotNullable().ForeignKey("fk_ingestion_sources_project", "projects", "id")
            .WithColumn("name").AsText(320).NotNullable()
            .WithColumn("type").AsWord().NotNullable()
            .WithColumn("settings").AsLongText().NotNullable()
            .WithColumn("secret").AsLongText().Nullable()
            .WithColumn("created_at").AsInt64().NotNullable()
            .WithColumn("created_by").AsId().NotNullable();
        Create.Index("ix_ingestion_sources_project").OnTable("ingestion_sources").OnColumn("project_id").Ascending().OnColumn("id").Ascending();

        CreateJobs();

        Create.Table("ingestion_job_logs")
            .WithColumn("job_id").AsId().NotNullable().PrimaryKey().ForeignKey("fk_ingestion_job_logs_job", "ingestion_jobs", "id")
            .WithColumn("sequence").AsInt64().NotNullable().PrimaryKey()
            .WithColumn("at").AsInt64().NotNullable()
            .WithColumn("level").AsWord().NotNullable()
            .WithColumn("message").AsLongText().NotNullable();

        Create.Table("ingestion_chunks")
            .WithColumn("job_id").AsId().NotNullable().PrimaryKey().ForeignKey("fk_ingestion_chunks_job", "ingestion_jobs", "id")
            .WithColumn("chunk_index").AsInt64().NotNullable().PrimaryKey()
            .WithColumn("length_bytes").AsInt64().NotNullable()
            .WithColumn("rows_read").AsInt64().NotNullable()
            .WithColumn("rows_clean").AsInt64().NotNullable()
            .WithColumn("rows_rejected").AsInt64().NotNullable()
            .WithColumn("rows_duplicate").AsInt64().NotNullable()
            .WithColumn("rows_unreadable").AsInt64().NotNullable()
            .WithColumn("violation_rows").AsLongText().NotNullable()
            .WithColumn("part_bytes").AsInt64().NotNullable()
            .WithColumn("reject_bytes").AsInt64().NotNullable()
            .WithColumn("checksum").AsText(64).NotNullable();
    }

    // A job keeps the id of an artifact that is deleted later, hence no foreign key there.
    private void CreateJobs()
    {
        Create.Table("ingestion_jobs")
            .WithColumn("id").AsId().NotNullable().PrimaryKey()
            .WithColumn("project_id").AsId().NotNullable().ForeignKey("fk_ingestion_jobs_project", "projects", "id")
            .WithColumn("name").AsText(1024).NotNullable()
            .WithColumn("artifact_id").AsId().Nullable()
            .WithColumn("source_id").AsId().Nullable()
            .WithColumn("mode").AsWord().NotNullable()
            .WithColumn("status").AsWord().NotNullable()
            .WithColumn("attempt").AsInt64().NotNullable()
            .WithColumn("stage").AsWord().NotNullable()
            .WithColumn("progress").AsReal().NotNullable()
            .WithColumn("bytes_read").AsInt64().NotNullable()
            .WithColumn("bytes_total").AsInt64().NotNullable()
            .WithColumn("rows_per_second").AsReal().Nullable()
            .WithColumn("eta_seconds").AsReal().Nullable()
            .WithColumn("rows_read").AsInt64().NotNullable()
            .WithColumn("rows_clean").AsInt64().NotNullable()
            .WithColumn("rows_rejected").AsInt64().NotNullable()
            .WithColumn("rows_duplicate").AsInt64().NotNullable()
            .WithColumn("rows_unreadable").AsInt64().NotNullable()
            .WithColumn("violations").AsLongText().NotNullable()
            .WithColumn("error").AsLongText().Nullable()
            .WithColumn("created_at").AsInt64().NotNullable()
            .WithColumn("started_at").AsInt64().Nullable()
            .WithColumn("finished_at").AsInt64().Nullable()
            .WithColumn("created_by").AsId().NotNullable()
            .WithColumn("recipe").AsLongText().NotNullable()
            .WithColumn("epoch").AsInt64().NotNullable();
        Create.Index("ix_ingestion_jobs_project").OnTable("ingestion_jobs").OnColumn("project_id").Ascending().OnColumn("id").Ascending();
        Create.Index("ix_ingestion_jobs_status").OnTable("ingestion_jobs").OnColumn("status").Ascending().OnColumn("project_id").Ascending().OnColumn("id").Ascending();
        Create.Index("ix_ingestion_jobs_artifact").OnTable("ingestion_jobs").OnColumn("artifact_id").Ascending();
    }
}
