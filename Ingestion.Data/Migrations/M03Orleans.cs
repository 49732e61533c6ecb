using FluentMigrator;

namespace Ingestion.Data.Migrations;

/// <summary>What Orleans' AdoNet storage and reminders need. Orleans knows only the query keys and the column names.</summary>
[Migration(3, "Orleans storage and reminders")]
public sealed class M03Orleans : ForwardOnlyMigration
{
    public override void Up()
    {
        Run("storage");
        Run("reminders");
    }

    private void Run(string part)
    {
        IfDatabase(SchemaMigrator.IsMySql).Execute.Sql(Script($"Orleans.mysql-{part}.sql"));
        IfDatabase(SchemaMigrator.IsSqlite).Execute.Sql(Script($"Orleans.sqlite-{part}.sql"));
    }

    private static string Script(string name)
    {
        using var reader = new StreamReader(typeof(M03Orleans).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
