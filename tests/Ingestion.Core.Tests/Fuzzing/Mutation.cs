using System.IO.Compression;
using System.Text;

namespace Ingestion.Core.Tests.Fuzzing;

/// <summary>Damages files as discs, networks and attackers do.</summary>
internal static class Mutation
{
    private static readonly string[] Odd =
    [
        "-1", "0", "65536", "2147483648", "4294967295", "99999999999999999999", "1e999", "NaN", "\"", "\"\"", "<", ">", "&#0;", "&#x110000;", "&a;", "]]>", "<!DOCTYPE a>",
        "<<", ">>", "[", "]", "/Length 9999999", " 0 R", "endobj", "stream\n", "\0", "\r", "\n", "\uFEFF", "\uD7FF", ",,,,", ";", "\\", "\t",
    ];

    /// <summary>A file with one to eight damages.</summary>
    public static byte[] Of(byte[] file, Random random)
    {
        var damaged = file.ToList();
        for (var left = random.Next(1, 9); left > 0 && damaged.Count > 0; left--)
            Damage(damaged, random);
        return [.. damaged];
    }

    /// <summary>An archive of which a part is damaged before it is packed: damage to packed bytes ends at their checksum.</summary>
    public static byte[] OfArchive(byte[] archive, Random random)
    {
        var parts = new List<(string Name, byte[] Bytes)>();
        using (var zip = new ZipArchive(new MemoryStream(archive)))
        {
            foreach (var entry in zip.Entries)
            {
                using var bytes = new MemoryStream();
                using (var stream = entry.Open())
                    stream.CopyTo(bytes);
                parts.Add((entry.FullName, bytes.ToArray()));
            }
        }
        var chosen = random.Next(parts.Count);
        parts[chosen] = (parts[chosen].Name, Of(parts[chosen].Bytes, random));
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in parts)
            {
                using var stream = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                stream.Write(bytes);
            }
        }
        return file.ToArray();
    }

    private static void Damage(List<byte> file, Random random)
    {
        var at = random.Next(file.Count);
        var length = Math.Min(random.Next(1, 64), file.Count - at);
        switch (random.Next(8))
        {
            case 0:
                file[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                file[at] = (byte)random.Next(256);
                break;
            case 2:
                file.RemoveRange(at, length);
                break;
            case 3:
                file.InsertRange(at, file.GetRange(at, length));
                break;
            case 4:
                file.InsertRange(random.Next(file.Count), file.GetRange(at, length));
                break;
            case 5:
                file.InsertRange(at, Encoding.UTF8.GetBytes(Odd[random.Next(Odd.Length)]));
                break;
            case 6:
                Renumber(file, at, random);
                break;
            default:
                if (random.Next(8) == 0)
                    file.RemoveRange(at, file.Count - at);
                break;
        }
    }

    /// <summary>Another number in place of the next one.</summary>
    private static void Renumber(List<byte> file, int from, Random random)
    {
        var start = file.FindIndex(from, static value => value is >= (byte)'0' and <= (byte)'9');
        if (start < 0)
            return;
        var end = file.FindIndex(start, static value => value is < (byte)'0' or > (byte)'9');
        file.RemoveRange(start, (end < 0 ? file.Count : end) - start);
        file.InsertRange(start, Encoding.UTF8.GetBytes(Odd[random.Next(8)]));
    }
}
