using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Ingestion.Core.Tests.Pdf;

/// <summary>PDFs with tables, made here.</summary>
internal sealed class PdfFile : IDisposable
{
    private const double Top = 780;
    private const double RowHeight = 20;
    private readonly PdfDocumentBuilder _builder = new();
    private readonly PdfDocumentBuilder.AddedFont _font;
    private PdfPageBuilder _page;

    public PdfFile()
    {
        _font = _builder.AddStandard14Font(Standard14Font.Helvetica);
        _page = _builder.AddPage(PageSize.A4);
    }

    public PdfFile NextPage()
    {
        _page = _builder.AddPage(PageSize.A4);
        return this;
    }

    /// <summary>A table at the page's top, its cells drawn or not.</summary>
    public PdfFile Table(bool isRuled, double width, params string[] rows)
    {
        for (var row = 0; row < rows.Length; row++)
        {
            var cells = rows[row].Split('|');
            for (var column = 0; column < cells.Length; column++)
            {
                if (cells[column].Length > 0)
                    _page.AddText(cells[column], 10, new PdfPoint(52 + (column * width), Top - ((row + 1) * RowHeight) + 6), _font);
            }
        }
        if (!isRuled)
            return this;
        var columns = rows[0].Split('|').Length;
        for (var row = 0; row <= rows.Length; row++)
            _page.DrawLine(new PdfPoint(50, Top - (row * RowHeight)), new PdfPoint(50 + (columns * width), Top - (row * RowHeight)));
        for (var column = 0; column <= columns; column++)
            _page.DrawLine(new PdfPoint(50 + (column * width), Top), new PdfPoint(50 + (column * width), Top - (rows.Length * RowHeight)));
        return this;
    }

    public PdfFile Text(double y, string text)
    {
        _page.AddText(text, 10, new PdfPoint(50, y), _font);
        return this;
    }

    public PdfFile Image(byte[] png)
    {
        _page.AddPng(png, new PdfRectangle(0, 0, 500, 700));
        return this;
    }

    public byte[] Bytes() => _builder.Build();

    public void Dispose() => _builder.Dispose();
}
