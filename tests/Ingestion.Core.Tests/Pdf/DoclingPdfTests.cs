using Ingestion.Contracts;
using Ingestion.Core.Tests.Corpora;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Pdf;

/// <summary>Docling's PDFs, each with what a reader of it sees.</summary>
public sealed class DoclingPdfTests
{
    [Fact]
    public void TableOpenAtItsSides_HasItsOutermostColumns()
    {
        var run = EngineRun.Of(CorpusFiles.Read("docling-pdf/2305.03393v1-pg9.pdf"), new Recipe { Source = new() { HeaderRows = 2 } });

        Assert.Equal(
            ["# enc-layers", "# dec-layers", "Language", "TEDs simple", "TEDs complex", "TEDs all", "mAP (0.75)", "Inference time (secs)"],
            run.Layout.Columns.Select(column => column.Name.Replace('\n', ' ')));
        Assert.Equal(
            """
            6,6,"OTSL;HTML","0.965;0.969","0.934;0.927","0.955;0.955","0.88;0.857","2.73;5.39"
            4,4,"OTSL;HTML","0.938;0.952","0.904;0.909","0.927;0.938","0.853;0.843","1.97;3.77"
            2,4,"OTSL;HTML","0.923;0.945","0.897;0.901","0.915;0.931","0.859;0.834","1.91;3.81"
            4,2,"OTSL;HTML","0.952;0.944","0.92;0.903","0.942;0.931","0.857;0.824","1.22;2"
            """,
            // A line break inside a cell follows no quote that ends one.
            System.Text.RegularExpressions.Regex.Replace(run.Csv[run.Csv.IndexOf("6,6", StringComparison.Ordinal)..], "(?<!\")\n", ";").TrimEnd());
    }

    [Fact]
    public void RuledTableOfKoreanText_HasItsColumns()
    {
        var run = EngineRun.Of(CorpusFiles.Read("docling-pdf/normal_4pages.pdf"));

        Assert.Equal(["page 2 table 1", "text"], run.Layout.Document!.Tables);
        Assert.Equal(["구분", "개정전", "개정후"], run.Layout.Columns.Select(column => column.Name));
        Assert.Equal("분류,1군 감염병,1급 감염병", run.Rows[0]);
    }

    [Fact]
    public void PagesOfABookSideBySide_AreNoTable_ButTheTableOnOneIs()
    {
        var run = EngineRun.Of(CorpusFiles.Read("docling-pdf/table_mislabeled_as_picture.pdf"), new Recipe { Source = new() { HeaderRows = 0 } });

        Assert.Equal(["page 1 table 1", "text"], run.Layout.Document!.Tables);
        Assert.Equal(
            ["Persons with disabilities", "Children", "Women", "The elderly", "Migrants", "\"Refugees, asylum seekers, or stateless persons\"", "Internally displaced persons"],
            run.Rows.Select(row => row["y,".Length..^",*,*".Length]));
    }

    [Fact]
    public void TextInTwoColumnsWithFractions_IsNoTable()
    {
        var run = EngineRun.Of(CorpusFiles.Read("docling-pdf/amt_handbook_sample.pdf"));

        Assert.Equal(["text"], run.Layout.Document!.Tables);
        Assert.StartsWith(
            "1,1,\"pulleys, provided the inner race of the bearing is clamped\nto the supporting structure by the nut and bolt. Plates must\n",
            run.Csv["page,block,text\n".Length..], StringComparison.Ordinal);
    }

    [Fact]
    public void CodeAndFormula_AreText()
    {
        var run = EngineRun.Of(CorpusFiles.Read("docling-pdf/code_and_formula.pdf"));

        Assert.Equal(["text"], run.Layout.Document!.Tables);
        Assert.Contains("Listing 1: Simple JavaScript Program", run.Csv, StringComparison.Ordinal);
        Assert.Contains("console.log(add(3, 5));", run.Csv, StringComparison.Ordinal);
        Assert.Equal("1,1,JavaScript Code Example", run.Rows[0]);
        Assert.Contains("2,1,Formula", run.Rows);
    }

    [Fact]
    public void ArabicText_IsInTheOrderInWhichItIsRead()
    {
        var run = EngineRun.Of(CorpusFiles.Read("docling-pdf/right_to_left_01.pdf"));

        Assert.Equal("1,1,تحسين الإنتاجية وحل المشكلات من خلال البرمجة بلغة R وPython", run.Rows[0]);
        Assert.Contains("إجراء تحليلات معقدة بطريقة سريعة وفعالة. إذا كان لديك عقلية تحليلية، فإن استخدام هذه اللغات يمكن أن يسهم\n", run.Csv, StringComparison.Ordinal);
        Assert.Contains("سبيل المثال، يمكن استخدام مكتبة pandas في Python لإدارة البيانات بكفاءة", run.Csv, StringComparison.Ordinal);
    }
}
