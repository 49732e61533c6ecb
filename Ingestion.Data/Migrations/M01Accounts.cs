using FluentMigrator;

namespace Ingestion.Data.Migrations;

/// <summary>Users, API keys, projects and members. A released migration never changes; the next one does.</summary>
[Migration(1, "Accounts and projects")]
public sealed class M01Accounts : ForwardOnlyMigration
{
    public override void Up()
    {
        // Text is compared byte by byte; MySQL's default collation would take é for e.
        IfDatabase(SchemaMigrator.IsMySql).Execute.Sql("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");

        Create.Table("users")
            .WithColumn("id").AsId().NotNullable().PrimaryKey()
            .WithColumn("email").AsText(320).NotNullable()
            .WithColumn("display_name").AsText(320).NotNullable()
            .WithColumn("password_hash").AsText(255).NotNullable()
            .WithColumn("created_at").AsInt64().NotNullable();
        // Unique() on the column would make SQLite keep two indexes.
        Create.Index("ux_users_email").OnTable("users").OnColumn("email").Ascending().WithOptions().Unique();

        Create.Table("api_keys")
            .WithColumn("id").AsId().NotNullable().PrimaryKey()
            .WithColumn("user_id").AsId().NotNullable().ForeignKey("fk_api_keys_user", "users", "id")
            .WithColumn("name").AsText(320).NotNullable()
            .WithColumn("key_hash").AsText(64).NotNullable()
            .WithColumn("created_at").AsInt64().NotNullable()
            .WithColumn("expires_at").AsInt64().Nullable();
        Create.Index("ux_api_keys_key_hash").OnTable("api_keys").OnColumn("key_hash").Ascending().WithOptions().Unique();

        Create.Table("projects")
            .WithColumn("id").AsId().NotNullable().PrimaryKey()
            .WithColumn("name").AsText(320).NotNullable()
            .WithColumn("created_at").AsInt64().NotNullable();

        Create.Table("project_members")
            .WithColumn("project_id").AsId().NotNullable().PrimaryKey().ForeignKey("fk_project_members_project", "projects", "id")
            .WithColumn("user_id").AsId().NotNullable().PrimaryKey().ForeignKey("fk_project_members_user", "users", "id")
            .WithColumn("role").AsWord().NotNullable();
        Create.Index("ix_project_members_user").OnTable("project_members").OnColumn("user_id").Ascending().OnColumn("project_id").Ascending();
    }
}
