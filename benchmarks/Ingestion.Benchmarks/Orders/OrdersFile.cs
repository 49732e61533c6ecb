using System.Collections;
using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Benchmarks.Orders;

/// <summary>The benchmark's input: the same bytes for the same number of rows, on every machine.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Version">The generator's version; a file of another version is written anew.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Expected">The account of its rows under <see cref="OrdersRecipe"/>, kept by the generator itself.</param>
internal sealed record OrdersFile(string Path, int Version, long Bytes, RowCounts Expected)
{
    private const int CurrentVersion = 1;
    private const int BufferBytes = 1 << 20;

    /// <summary>The file of <paramref name="rows"/> rows in <paramref name="folder"/>, written unless a whole one is there.</summary>
    public static OrdersFile Ensure(string folder, long rows)
    {
        Directory.CreateDirectory(folder);
        var path = System.IO.Path.Combine(folder, $"orders-{rows}.csv");
        var marker = System.IO.Path.ChangeExtension(path, ".complete.json");
        if (Find(path, marker) is { } found)
        {
            return found;
        }

        var partial = path + ".tmp";
        var expected = Write(partial, rows);
        File.Move(partial, path, overwrite: true);
        var written = new OrdersFile(path, CurrentVersion, new FileInfo(path).Length, expected);
        File.WriteAllText(marker, JsonSerializer.Serialize(written, ContractsJson.Options));
        return written;
    }

    /// <summary>The same kind of file with as many whole rows as fit into <paramref name="maxBytes"/>.</summary>
    public static byte[] InMemory(int maxBytes)
    {
        var buffer = new byte[maxBytes];
        var writer = new OrdersRowWriter(buffer);
        long nextId = 1;
        writer.WriteHeader();
        while (writer.Position <= maxBytes - OrdersRowWriter.MaxRowBytes)
        {
            writer.WriteRow(writer.NextOrderId(ref nextId));
        }

        return buffer[..writer.Position];
    }

    /// <summary>Reads the file once, so that no contestant pays for a cold page cache and another does not.</summary>
    public void Warm()
    {
        using var file = File.OpenHandle(Path, options: FileOptions.SequentialScan);
        var buffer = new byte[BufferBytes];
        for (long offset = 0, read; (read = RandomAccess.Read(file, buffer, offset)) > 0; offset += read)
        {
        }
    }

    private static OrdersFile? Find(string path, string marker)
    {
        if (!File.Exists(path) || !File.Exists(marker))
        {
            return null;
        }

        var found = JsonSerializer.Deserialize<OrdersFile>(File.ReadAllText(marker), ContractsJson.Options);
        return found?.Version == CurrentVersion && found.Bytes == new FileInfo(path).Length ? found with { Path = path } : null;
    }

    private static RowCounts Write(string path, long rows)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var buffer = new byte[BufferBytes];
        var writer = new OrdersRowWriter(buffer);
        var kept = new BitArray(checked((int)rows + 1));
        long nextId = 1, rejected = 0, duplicate = 0;
        writer.WriteHeader();
        for (long row = 0; row < rows; row++)
        {
            var orderId = writer.NextOrderId(ref nextId);
            if (!writer.WriteRow(orderId))
            {
                rejected++;
            }
            else if (kept[(int)orderId])
            {
                duplicate++;
            }
            else
            {
                kept[(int)orderId] = true;
            }

            if (writer.Position > BufferBytes - OrdersRowWriter.MaxRowBytes)
            {
                file.Write(buffer, 0, writer.Position);
                writer.Clear();
            }
        }

        file.Write(buffer, 0, writer.Position);
        return new RowCounts(rows, rows - rejected - duplicate, rejected, duplicate, 0);
    }
}
