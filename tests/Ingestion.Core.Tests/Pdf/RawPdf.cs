using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Ingestion.Core.Tests.Pdf;

/// <summary>A PDF written object by object, as hostile as a test wants it.</summary>
internal sealed class RawPdf
{
    private readonly List<byte[]> _objects = [];

    /// <summary>The number that the next object gets; the first is 1, which is the catalogue.</summary>
    public int Next => _objects.Count + 1;

    /// <summary>A document of one page with these contents; objects 1 to 4 are the catalogue, the pages, the page and the font.</summary>
    public static RawPdf OfPage(byte[] contents, string filter = "", string resources = "") => new RawPdf()
        .Object("<</Type/Catalog/Pages 2 0 R>>")
        .Object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
        .Object($"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>{resources}>>>>")
        .Object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
        .Stream(filter, contents);

    public RawPdf Object(string text) => Add(Encoding.Latin1.GetBytes(text));

    public RawPdf Stream(string entries, byte[] bytes) =>
        Add([.. Encoding.Latin1.GetBytes(FormattableString.Invariant($"<<{entries}/Length {bytes.Length}>>stream\n")), .. bytes, .. "\nendstream"u8]);

    /// <summary>The file.</summary>
    /// <param name="trailer">Entries of the trailer beside its size and root.</param>
    public byte[] ToArray(string trailer = "")
    {
        using var file = new MemoryStream();
        var places = new List<long>();
        Write(file, "%PDF-1.7\n");
        for (var i = 0; i < _objects.Count; i++)
        {
            places.Add(file.Position);
            Write(file, FormattableString.Invariant($"{i + 1} 0 obj\n"));
            file.Write(_objects[i]);
            Write(file, "\nendobj\n");
        }
        var start = file.Position;
        Write(file, FormattableString.Invariant($"xref\n0 {places.Count + 1}\n0000000000 65535 f \n"));
        foreach (var place in places)
            Write(file, place.ToString("D10", CultureInfo.InvariantCulture) + " 00000 n \n");
        Write(file, FormattableString.Invariant($"trailer\n<</Size {places.Count + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF"));
        return file.ToArray();
    }

    /// <summary>Bytes as FlateDecode has them.</summary>
    public static byte[] Deflated(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>A text again and again.</summary>
    public static byte[] Repeated(string text, int times) => Encoding.Latin1.GetBytes(new StringBuilder().Insert(0, text, times).ToString());

    private RawPdf Add(byte[] bytes)
    {
        _objects.Add(bytes);
        return this;
    }

    private static void Write(Stream file, string text) => file.Write(Encoding.Latin1.GetBytes(text));
}
