using Ingestion.Core.Pdf;

namespace Ingestion.Core.Tests.Pdf;

public sealed class PdfTableTests
{
    [Fact]
    public void Table_MostlyWrittenFromRightToLeft_HasItsFirstColumnAtTheRight()
    {
        var table = Of(["מחיר", "מוצר", "קוד"], ["12", "לחם", "A1"], ["7", "חלב", "B2"]);

        table.PutInReadingOrder();

        Assert.Equal(["קוד,מוצר,מחיר", "A1,לחם,12", "B2,חלב,7"], table.Rows.Select(row => string.Join(',', row.Cells)));
        Assert.Equal([1, 0.5, 0.25], table.Rows[0].Confidence);
        Assert.Equal([(1, 50), (2, 25)], table.Rows[0].Position().Doubts!.Select(doubt => (doubt.Column, doubt.Confidence)));
    }

    [Theory]
    [InlineData("city,עיר", "Haifa,חיפה", "Acre,עכו")]
    [InlineData("1,2", "3,4", "5,6")]
    [InlineData("a,b", "c,d", "ג,ד")]
    public void Table_OfAnotherScriptOrNone_StaysAsItIs(params string[] rows)
    {
        var table = Of([.. rows.Select(row => row.Split(','))]);

        table.PutInReadingOrder();

        Assert.Equal(rows, table.Rows.Select(row => string.Join(',', row.Cells)));
    }

    private static PdfTable Of(params string[][] rows)
    {
        double[] confidence = [0.25, 0.5, 1];
        return new PdfTable(new PageTable(1, default, [.. rows[0].Select((_, i) => i * 100.0)], rows, [.. rows.Select(row => confidence[..row.Length])]), number: 1);
    }
}
