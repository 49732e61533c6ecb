using System.Text;

namespace Ingestion.Core.Tests.Pdf;

/// <summary>Small PDFs that are made to cost much.</summary>
internal static class HostilePdfs
{
    /// <summary>Each by what it does.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> All { get; } = new Dictionary<string, Func<byte[]>>
    {
        ["a stream of zeros a thousand times larger when unpacked"] = () => RawPdf.OfPage(RawPdf.Deflated(new byte[128 << 20]), "/Filter/FlateDecode").ToArray(),
        ["a stream packed twice"] = () => RawPdf.OfPage(RawPdf.Deflated(RawPdf.Deflated(new byte[128 << 20])), "/Filter[/FlateDecode/FlateDecode]").ToArray(),
        ["a stream of operators"] = () => RawPdf.OfPage(RawPdf.Deflated(RawPdf.Repeated("q Q\n", 10 << 20)), "/Filter/FlateDecode").ToArray(),
        ["a page of a million letters"] = () => RawPdf.OfPage(RawPdf.Deflated(RawPdf.Repeated("BT /F1 1 Tf 10 10 Td (abcdefghij) Tj ET\n", 100_000)), "/Filter/FlateDecode").ToArray(),
        ["a page of as many letters as are allowed"] = () => RawPdf.OfPage(RawPdf.Deflated(Letters()), "/Filter/FlateDecode").ToArray(),
        ["a page of a million lines"] = () => RawPdf.OfPage(RawPdf.Deflated(RawPdf.Repeated("0 0 m 500 500 l S\n", 1_000_000)), "/Filter/FlateDecode").ToArray(),
        ["a page whose contents are named a hundred thousand times"] = ManyContents,
        ["forms that show each other, ten at a time"] = Laughs,
        ["a form that shows itself"] = () => RawPdf.OfPage("/X Do"u8.ToArray(), resources: "/XObject<</X 6 0 R>>")
            .Stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>", "/X Do /X Do"u8.ToArray()).ToArray(),
        ["pages that are their own parents"] = () => new RawPdf().Object("<</Type/Catalog/Pages 2 0 R>>").Object("<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>").ToArray(),
        ["a hundred thousand empty pages"] = () => ManyPages(100_000),
        ["a count of pages that there are not"] = () => new RawPdf().Object("<</Type/Catalog/Pages 2 0 R>>").Object("<</Type/Pages/Kids[3 0 R]/Count 2000000000>>")
            .Object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>").ToArray(),
        ["a table of contents that names itself as the earlier one"] = () => WithPrevious(RawPdf.OfPage("BT /F1 9 Tf (a) Tj ET"u8.ToArray())),
        ["arrays nested a hundred thousand deep"] = () => RawPdf.OfPage([]).Object(new string('[', 100_000) + new string(']', 100_000)).ToArray(),
        ["the catalogue nested a hundred thousand deep"] = () => new RawPdf()
            .Object("<</Type/Catalog/Pages 2 0 R/A " + new string('[', 100_000) + ">>").Object("<</Type/Pages/Kids[]/Count 0>>").ToArray(),
        ["dictionaries nested a hundred thousand deep"] = () => new RawPdf()
            .Object("<</Type/Catalog/Pages 2 0 R/A " + new StringBuilder().Insert(0, "<</A ", 100_000) + ">>").Object("<</Type/Pages/Kids[]/Count 0>>").ToArray(),
        ["contents nested a hundred thousand deep"] = () => RawPdf.OfPage(RawPdf.Repeated("[", 100_000)).ToArray(),
        ["a predictor with a row of two billion columns"] = () => RawPdf.OfPage(RawPdf.Deflated(new byte[1000]), "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2000000000>>").ToArray(),
        ["LZW of nothing but long codes"] = () => RawPdf.OfPage(Lzw.Encoded(new byte[64 << 20]), "/Filter/LZWDecode").ToArray(),
        ["an object stream of a hundred thousand objects"] = ObjectStream,
        ["objects that refer to each other in a circle"] = () => new RawPdf().Object("<</Type/Catalog/Pages 2 0 R>>").Object("3 0 R").Object("2 0 R").ToArray(),
        ["a stream whose length is its own"] = () => RawPdf.OfPage([]).Object("<</Length 6 0 R>>stream\nx\nendstream").ToArray(),
        ["characters of a map without end"] = CharacterMap,
        ["a graphics state saved a million times"] = () => RawPdf.OfPage(RawPdf.Deflated(RawPdf.Repeated("q\n", 4_000_000)), "/Filter/FlateDecode").ToArray(),
        ["a size of two billion objects"] = () => Encoding.Latin1.GetBytes(
            Encoding.Latin1.GetString(RawPdf.OfPage([]).ToArray()).Replace("/Size 6", "/Size 2000000000", StringComparison.Ordinal).Replace("xref\n0 6\n", "xref\n0 2000000000\n", StringComparison.Ordinal)),
    };

    public static byte[] ManyPages(int pages)
    {
        var pdf = new RawPdf().Object("<</Type/Catalog/Pages 2 0 R>>")
            .Object($"<</Type/Pages/Count {pages}/Kids[{string.Concat(Enumerable.Range(3, pages).Select(number => $"{number} 0 R "))}]>>");
        for (var i = 0; i < pages; i++)
            pdf.Object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>");
        return pdf.ToArray();
    }

    private static byte[] Letters() => Encoding.Latin1.GetBytes(string.Concat(Enumerable.Range(0, 19_000).Select(i =>
        FormattableString.Invariant($"BT /F1 4 Tf {i % 20 * 29} {i / 20 * 0.8:0.0} Td (abcd efghi) Tj ET\n"))));

    private static byte[] ManyContents() => new RawPdf()
        .Object("<</Type/Catalog/Pages 2 0 R>>").Object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
        .Object($"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents[{new StringBuilder().Insert(0, "5 0 R ", 100_000)}]/Resources<</Font<</F1 4 0 R>>>>>>")
        .Object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
        .Stream("/Filter/FlateDecode", RawPdf.Deflated(RawPdf.Repeated("q Q\n", 10_000))).ToArray();

    private static byte[] Laughs()
    {
        var pdf = RawPdf.OfPage("/X Do"u8.ToArray(), resources: "/XObject<</X 6 0 R>>");
        for (var i = 0; i < 12; i++)
            pdf.Stream($"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {pdf.Next + 1} 0 R>>>>", RawPdf.Repeated("/X Do ", 10));
        return pdf.Stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", "0 0 m 1 1 l S"u8.ToArray()).ToArray();
    }

    private static byte[] WithPrevious(RawPdf pdf)
    {
        var file = Encoding.Latin1.GetString(pdf.ToArray());
        var start = file.LastIndexOf("xref\n0 ", StringComparison.Ordinal);
        return pdf.ToArray(FormattableString.Invariant($"/Prev {start}"));
    }

    private static byte[] ObjectStream()
    {
        const int Count = 100_000;
        var places = string.Concat(Enumerable.Range(0, Count).Select(i => FormattableString.Invariant($"{i + 10} {i * 3} ")));
        var body = places + string.Concat(Enumerable.Repeat("[] ", Count));
        return RawPdf.OfPage([]).Stream(FormattableString.Invariant($"/Type/ObjStm/N {Count}/First {places.Length}/Filter/FlateDecode"), RawPdf.Deflated(Encoding.Latin1.GetBytes(body))).ToArray();
    }

    private static byte[] CharacterMap() => new RawPdf()
        .Object("<</Type/Catalog/Pages 2 0 R>>").Object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
        .Object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>")
        .Object("<</Type/Font/Subtype/Type0/BaseFont/Helvetica/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[7 0 R]>>")
        .Stream("", "BT /F1 9 Tf (abcd) Tj ET"u8.ToArray())
        .Stream("", "begincmap 1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap"u8.ToArray())
        .Object("<</Type/Font/Subtype/CIDFontType2/BaseFont/Helvetica/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/Helvetica>>>>")
        .ToArray();
}
