using FluentMigrator;

namespace Ingestion.Data.Migrations;

/// <summary>Artifacts, sources, jobs, their logs and the chunk ledger.</summary>
[Migration(2, "Artifacts, sources and jobs")]
public sealed class M02Ingestion : ForwardOnlyMigration
{
    // DOUBLE has real affinity on SQLite, where AsDouble's NUMERIC would store 1.0 as an integer.
    private const string Double = "DOUBLE";

    public override void Up()
    {
        Create.Table("ingestion_artifacts")
            .WithColumn("id").AsString(36).NotNullable().PrimaryKey()
            .WithColumn("project_id").AsString(36).NotNullable().ForeignKey("fk_ingestion_artifacts_project", "projects", "id")
            .WithColumn("file_name").AsString(1024).NotNullable()
            .WithColumn("file_format").AsString(20).NotNullable()
            .WithColumn("size_bytes").AsInt64().NotNullable()
            .WithColumn("sha256").AsString(64).NotNullable()
            .WithColumn("row_count").AsInt64().Nullable()
            .WithColumn("created_at").AsInt64().NotNullable()
            .WithColumn("created_by").AsString(36).NotNullable();
        Create.Index("ix_ingestion_artifacts_project").OnTable("ingestion_artifacts").OnColumn("project_id").Ascending().OnColumn("id").Ascending();

        Create.Table("ingestion_sources")
            .WithColumn("id").AsString(36).NotNullable().PrimaryKey()
            .WithColumn("project_id").AsString(36).NotNullable().ForeignKey("fk_ingestion_sources_project", "projects", "id")
            .WithColumn("name").AsString(320).NotNullable()
            .WithColumn("type").AsString(20).NotNullable()
            .WithColumn("settings").AsString(int.MaxValue).NotNullable()
            .WithColumn("secret").AsString(int.MaxValue).Nullable()
            .WithColumn("created_at").AsInt64().NotNullable()
            .WithColumn("created_by").AsString(36).NotNullable();
        Create.Index("ix_ingestion_sources_project").OnTable("ingestion_sources").OnColumn("project_id").Ascending().OnColumn("id").Ascending();

        CreateJobs();

        Create.Table("ingestion_job_logs")
            .WithColumn("job_id").AsString(36).NotNullable().PrimaryKey().ForeignKey("fk_ingestion_job_logs_job", "ingestion_jobs", "id")
            .WithColumn("sequence").AsInt64().NotNullable().PrimaryKey()
            .WithColumn("at").AsInt64().NotNullable()
            .WithColumn("level").AsString(20).NotNullable()
            .WithColumn("message").AsString(int.MaxValue).NotNullable();

        Create.Table("ingestion_chunks")
            .WithColumn("job_id").AsString(36).NotNullable().PrimaryKey().ForeignKey("fk_ingestion_chunks_job", "ingestion_jobs", "id")
            .WithColumn("chunk_index").AsInt64().NotNullable().PrimaryKey()
            .WithColumn("length_bytes").AsInt64().NotNullable()
            .WithColumn("rows_read").AsInt64().NotNullable()
            .WithColumn("rows_clean").AsInt64().NotNullable()
            .WithColumn("rows_rejected").AsInt64().NotNullable()
            .WithColumn("rows_duplicate").AsInt64().NotNullable()
            .WithColumn("rows_unreadable").AsInt64().NotNullable()
            .WithColumn("violation_rows").AsString(int.MaxValue).NotNullable()
            .WithColumn("part_bytes").AsInt64().NotNullable()
            .WithColumn("reject_bytes").AsInt64().NotNullable()
            .WithColumn("checksum").AsString(64).NotNullable();
    }

    // A job keeps the id of an artifact that is deleted later, hence no foreign key there.
    private void CreateJobs()
    {
        Create.Table("ingestion_jobs")
            .WithColumn("id").AsString(36).NotNullable().PrimaryKey()
            .WithColumn("project_id").AsString(36).NotNullable().ForeignKey("fk_ingestion_jobs_project", "projects", "id")
            .WithColumn("name").AsString(1024).NotNullable()
            .WithColumn("artifact_id").AsString(36).Nullable()
            .WithColumn("source_id").AsString(36).Nullable()
            .WithColumn("mode").AsString(20).NotNullable()
            .WithColumn("status").AsString(20).NotNullable()
            .WithColumn("attempt").AsInt64().NotNullable()
            .WithColumn("stage").AsString(20).NotNullable()
            .WithColumn("progress").AsCustom(Double).NotNullable()
            .WithColumn("bytes_read").AsInt64().NotNullable()
            .WithColumn("bytes_total").AsInt64().NotNullable()
            .WithColumn("rows_per_second").AsCustom(Double).Nullable()
            .WithColumn("eta_seconds").AsCustom(Double).Nullable()
            .WithColumn("rows_read").AsInt64().NotNullable()
            .WithColumn("rows_clean").AsInt64().NotNullable()
            .WithColumn("rows_rejected").AsInt64().NotNullable()
            .WithColumn("rows_duplicate").AsInt64().NotNullable()
            .WithColumn("rows_unreadable").AsInt64().NotNullable()
            .WithColumn("violations").AsString(int.MaxValue).NotNullable()
            .WithColumn("error").AsString(int.MaxValue).Nullable()
            .WithColumn("created_at").AsInt64().NotNullable()
            .WithColumn("started_at").AsInt64().Nullable()
            .WithColumn("finished_at").AsInt64().Nullable()
            .WithColumn("created_by").AsString(36).NotNullable()
            .WithColumn("recipe").AsString(int.MaxValue).NotNullable()
            .WithColumn("epoch").AsInt64().NotNullable();
        Create.Index("ix_ingestion_jobs_project").OnTable("ingestion_jobs").OnColumn("project_id").Ascending().OnColumn("id").Ascending();
        Create.Index("ix_ingestion_jobs_status").OnTable("ingestion_jobs").OnColumn("status").Ascending().OnColumn("project_id").Ascending().OnColumn("id").Ascending();
        Create.Index("ix_ingestion_jobs_artifact").OnTable("ingestion_jobs").OnColumn("artifact_id").Ascending();
    }
}
