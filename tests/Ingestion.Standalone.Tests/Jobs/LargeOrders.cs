using System.Globalization;
using System.Text;

namespace Ingestion.Standalone.Tests.Jobs;

/// <summary>
/// A deterministic file of about 40 MB with duplicates, quoted line breaks and bad values, and what must become of it, counted
/// while it is written.
/// </summary>
internal sealed class LargeOrders : IDisposable
{
    private const int Rows = 420_000;

    public LargeOrders()
    {
        Path = System.IO.Path.Combine(Directory.CreateTempSubdirectory("ingestion-orders-").FullName, "orders.csv");
        using var file = new StreamWriter(Path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        file.WriteLine("order_id,customer,email,age,price,note");
        var seen = new HashSet<int>();
        var random = 12345u;
        for (var row = 0; row < Rows; row++)
        {
            random = (random * 1664525) + 1013904223;
            // One row in fifty repeats an id of long before, so that duplicates lie chunks apart.
            var id = row % 50 == 49 ? (int)(random % (uint)row) : row;
            var isShort = row % 10_007 == 5_000;
            var age = row % 100 == 7 ? "n/a" : (18 + ((random >> 8) % 80)).ToString(CultureInfo.InvariantCulture);
            var email = row % 200 == 3 ? "" : $"customer{random % 100_000u}@example.org";
            var note = ((random >> 16) % 3) switch
            {
                0 => $"\"Left at the door,\nsaid \"\"{random % 1000}\"\"\"",
                1 => $"\"as agreed; box {random % 77}, floor {random % 9}\"",
                _ => "paid by invoice",
            };
            file.WriteLine(isShort ? $"{id},short" : string.Create(CultureInfo.InvariantCulture,
                $"{id},Zoë Müller {random % 5000},{email},{age},{(random >> 4) % 10_000}.{random % 100:00},{note}"));
            if (isShort)
                Unreadable++;
            else if (age == "n/a" || email.Length == 0)
                Rejected++;
            else if (!seen.Add(id))
                Duplicate++;
        }
        Clean = seen.Count;
    }

    public string Path { get; }

    public static int Read => Rows;

    public int Clean { get; }

    public int Rejected { get; }

    public int Duplicate { get; }

    public int Unreadable { get; }

    public static string Recipe(string keep) => $$"""
        {
          "mapping": [
            { "from": "order_id", "to": "orderId", "type": "INTEGER" }, { "from": "customer" }, { "from": "email" },
            { "from": "age", "type": "INTEGER" }, { "from": "price", "type": "DECIMAL", "format": "10,2" }, { "from": "note", "type": "TEXT" }
          ],
          "rules": [
            { "id": "mail", "type": "NOT_NULL", "column": "email" },
            { "id": "adult", "type": "RANGE", "column": "age", "params": { "min": 18, "max": 120 } },
            { "id": "once", "type": "DEDUPE", "params": { "columns": ["order_id"], "keep": "{{keep}}" } }
          ]
        }
        """;

    public void Dispose() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
}
