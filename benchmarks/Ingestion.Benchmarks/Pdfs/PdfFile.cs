using System.Globalization;
using System.Text;

namespace Ingestion.Benchmarks.Pdfs;

/// <summary>A PDF of pages that one ruled table goes over, its header on each of them; the same bytes everywhere.</summary>
internal static class PdfFile
{
    /// <summary>The rows of data on a page.</summary>
    public const int RowsAPage = 35;

    private const int Columns = 6;
    private const int Width = 85;
    private const int Height = 20;
    private const int Left = 40;
    private const int Top = 780;
    private const int FirstPageObject = 4;

    /// <summary>Writes it unless it is there.</summary>
    public static string Ensure(string folder, long pages)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, $"pages-{pages}.pdf");
        if (!File.Exists(path))
        {
            using (var file = File.Create(path + ".tmp"))
            {
                Write(file, (int)pages);
            }

            File.Move(path + ".tmp", path);
        }

        return path;
    }

    private static void Write(Stream file, int pages)
    {
        var places = new List<long>();
        Append(file, "%PDF-1.7\n");
        Add(file, places, "<</Type/Catalog/Pages 2 0 R>>");
        Add(file, places, $"<</Type/Pages/Count {pages}/Kids[{string.Concat(Enumerable.Range(0, pages).Select(page => $"{FirstPageObject + (2 * page)} 0 R "))}]>>");
        Add(file, places, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
        for (var page = 0; page < pages; page++)
        {
            Add(file, places, $"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {places.Count + 2} 0 R/Resources<</Font<</F1 3 0 R>>>>>>");
            var contents = Contents(page);
            Add(file, places, $"<</Length {contents.Length}>>stream\n{contents}\nendstream");
        }

        var start = file.Position;
        Append(file, $"xref\n0 {places.Count + 1}\n0000000000 65535 f \n");
        places.ForEach(place => Append(file, place.ToString("D10", CultureInfo.InvariantCulture) + " 00000 n \n"));
        Append(file, $"trailer\n<</Size {places.Count + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF");
    }

    private static string Contents(int page)
    {
        var text = new StringBuilder();
        for (var row = 0; row <= RowsAPage + 1; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Left} {Top - (row * Height)} m {Left + (Columns * Width)} {Top - (row * Height)} l S\n");
        }

        for (var column = 0; column <= Columns; column++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Left + (column * Width)} {Top} m {Left + (column * Width)} {Top - ((RowsAPage + 1) * Height)} l S\n");
        }

        for (var row = 0; row <= RowsAPage; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var cell = row == 0 ? $"column {column}" : $"cell {(page * RowsAPage) + row} {column}";
                text.Append(CultureInfo.InvariantCulture, $"BT /F1 8 Tf {Left + 4 + (column * Width)} {Top - 14 - (row * Height)} Td ({cell}) Tj ET\n");
            }
        }

        return text.ToString();
    }

    private static void Add(Stream file, List<long> places, string body)
    {
        places.Add(file.Position);
        Append(file, $"{places.Count} 0 obj\n{body}\nendobj\n");
    }

    private static void Append(Stream file, string text) => file.Write(Encoding.Latin1.GetBytes(text));
}
