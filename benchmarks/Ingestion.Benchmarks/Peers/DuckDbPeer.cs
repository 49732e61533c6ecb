using System.Globalization;
using DuckDB.NET.Data;
using Ingestion.Benchmarks.Orders;
using Ingestion.Benchmarks.Running;
using Ingestion.Contracts;

namespace Ingestion.Benchmarks.Peers;

/// <summary>
/// The same work in DuckDB, in the fastest of the formulations that were tried; benchmarks/README.md names the others.
/// Of two ways that cost the same, the one that asks less of DuckDB is taken.
/// </summary>
internal sealed class DuckDbPeer : IContestant
{
    public string Name => "duckdb";

    /// <summary>The engine's version, such as <c>v1.5.6</c>.</summary>
    public static string LibraryVersion
    {
        get
        {
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            return connection.ServerVersion;
        }
    }

    public Task<ContestResult> RunAsync(ContestArgs args)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Execute(connection, $"SET threads = {args.Workers}");
        Execute(connection, $"SET temp_directory = {Literal(Path.Combine(args.OutputFolder, "spill"))}");
        Execute(connection, Load(args.InputPath));
        Execute(connection, FindDuplicates);
        var clean = Path.Combine(args.OutputFolder, "clean.parquet");
        Execute(connection, WriteClean(clean));
        Execute(connection, WriteRejects(Path.Combine(args.OutputFolder, "rejects.csv")));
        return Task.FromResult(new ContestResult(Count(connection, clean)));
    }

    /// <summary>
    /// Every row, typed, with the ids of the rules it breaks. A temporary table keeps the file's order in its rowid, and the
    /// reader parses in parallel; a row number made while reading would force it to one thread.
    /// </summary>
    private static string Load(string inputPath) => $$"""
        CREATE TEMP TABLE orders AS
        SELECT *, concat_ws(';',
            CASE WHEN email IS NULL THEN 'has-email' END,
            CASE WHEN NOT regexp_matches(email, '{{OrdersRecipe.EmailPattern}}') THEN 'email-form' END,
            CASE WHEN age NOT BETWEEN 18 AND 100 THEN 'adult' END,
            CASE WHEN unit_price < 0 THEN 'price-from-zero' END,
            CASE WHEN unit_price IS NULL THEN 'has-price' END) AS violations
        FROM read_csv({{Literal(inputPath)}},
            header = true, delim = ',', quote = '"', escape = '"', new_line = '\n', encoding = 'utf-8', nullstr = ['', 'n/a'],
            columns = {
                order_id: 'BIGINT', customer_name: 'VARCHAR', email: 'VARCHAR', phone: 'VARCHAR', country: 'VARCHAR',
                order_date: 'DATE', age: 'BIGINT', quantity: 'BIGINT', unit_price: 'DECIMAL(18,2)', status: 'VARCHAR',
                created_at: 'TIMESTAMP', note: 'VARCHAR'})
        """;

    /// <summary>A rejected row takes no part: it neither is a duplicate nor makes one.</summary>
    private const string FindDuplicates = """
        CREATE TEMP TABLE duplicates AS
        SELECT row_id
        FROM (
            SELECT rowid AS row_id, row_number() OVER (PARTITION BY order_id ORDER BY rowid) AS occurrence
            FROM orders
            WHERE violations = '')
        WHERE occurrence > 1
        """;

    private static string WriteClean(string path) => $"""
        COPY (
            SELECT * EXCLUDE (violations)
            FROM orders
            WHERE violations = '' AND rowid NOT IN (SELECT row_id FROM duplicates))
        TO {Literal(path)} (FORMAT parquet, COMPRESSION snappy)
        """;

    private static string WriteRejects(string path) => $"""
        COPY (
            SELECT rowid AS row_index, * EXCLUDE (violations),
                CASE WHEN violations = '' THEN 'order-once' ELSE violations END AS violations
            FROM orders
            WHERE violations <> '' OR rowid IN (SELECT row_id FROM duplicates))
        TO {Literal(path)} (FORMAT csv, HEADER)
        """;

    /// <summary>The clean rows are counted in the result itself, which costs a look at its footer.</summary>
    private static RowCounts Count(DuckDBConnection connection, string cleanPath)
    {
        var read = Scalar(connection, "SELECT count(*) FROM orders");
        var rejected = Scalar(connection, "SELECT count(*) FROM orders WHERE violations <> ''");
        var duplicate = Scalar(connection, "SELECT count(*) FROM duplicates");
        var clean = Scalar(connection, $"SELECT count(*) FROM read_parquet({Literal(cleanPath)})");
        return new RowCounts(read, clean, rejected, duplicate, Unreadable: 0);
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Scalar(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
