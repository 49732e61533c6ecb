using System.Diagnostics;
using System.Globalization;
using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Tests.Corpora;
using Ingestion.Core.Tests.Pdf;

namespace Ingestion.Core.Tests.Fuzzing;

/// <summary>
/// Damaged files for a bounded time, the same ones each time as far as it goes; <c>INGESTION_FUZZ_SECONDS</c> makes it longer. A failure
/// names the file and the seed, which make the damaged file again.
/// </summary>
public sealed class ReaderFuzzTests
{
    private const int Seconds = 4;
    private static readonly string[] CsvFiles =
    [
        "csv-spectrum/csvs/newlines.csv", "csv-spectrum/csvs/quotes_and_newlines.csv", "csv-spectrum/csvs/utf8.csv", "csv-spectrum/csvs/json.csv", "docling/csv-pipe.csv",
        "docling/csv-inconsistent-header.csv", "duckdb-csv/rejects/frankstein/nightmare.csv", "duckdb-csv/encodings/shift_jis.csv", "duckdb-csv/encodings/utf16.csv", "duckdb-csv/auto/tab_single_quote.csv",
    ];

    private static readonly string[] Workbooks =
    [
        "calamine-xlsx/date_1904.xlsx", "calamine-xlsx/merged_range.xlsx", "calamine-xlsx/inlineStr_cdata.xlsx", "calamine-xlsx/richtext-namespaced.xlsx", "calamine-xlsx/table-multiple.xlsx",
        "calamine-xlsx/errors.xlsx", "calamine-xlsx/strict_iso_paths.xlsx", "docling-xlsx/xlsx_comments.xlsx",
    ];

    private static readonly string[] WordFiles = ["docling-docx/word_tables.docx", "docling-docx/docx_rich_cells.docx", "docling-docx/textbox.docx", "docling-docx/Strict.docx", "docling-docx/docx_lists.docx"];

    [Fact]
    public void Csv_Damaged_GivesRowsOrARefusal() => Fuzz([.. CsvFiles.Select(Read)], Mutation.Of);

    [Fact]
    public void Text_Damaged_GivesRowsOrARefusal() => Fuzz(
        [
            Text("id   name      amount\n1    Ada       12.50\n2    Grace      3.00\n3    Ünal      44.00\n", new() { TextLayout = TextLayout.FixedWidth, ColumnStarts = [0, 5, 15] }),
            Text("id   name\n1    Ada\n2    Grace\n", new()),
            Text("a  b   c\n 1    2 3\n4 5 6\n", new() { TextLayout = TextLayout.Spaces }),
            Text("first line\nsecond, \"line\"\n\nthird\n", new() { TextLayout = TextLayout.Lines, FooterRows = 1 }),
            Text("a,b\n1,\"\\\"x\\\", y\"\n2,\"\\\\\"\n3,\"z\n4\"\n", new() { Escape = "\\" }),
            Text("Person,\nfirst,last\nAda,L\nTotal,1\n", new() { HeaderRows = 2, FooterRows = 1 }),
        ], Mutation.Of);

    [Fact]
    public void Workbook_Damaged_GivesRowsOrARefusal() => Fuzz([.. Workbooks.Select(Read)], Mutation.Of);

    [Fact]
    public void Workbook_WithADamagedPart_GivesRowsOrARefusal() =>
        Fuzz([.. Workbooks.Select(Read), .. Workbooks.Select(file => Read(file) with { Options = new() { FillMerged = true, SkipHidden = true } })], Mutation.OfArchive);

    [Fact]
    public void WordDocument_WithADamagedPart_GivesRowsOrARefusal() =>
        Fuzz([.. WordFiles.Select(Read), .. WordFiles.Select(file => Read(file) with { Options = new() { Table = "1", FillMerged = true } })], Mutation.OfArchive);

    [Fact]
    public void Pdf_Damaged_GivesRowsOrARefusal()
    {
        using var table = new PdfFile().Table(true, 100, "id|name", "1|one", "2|two").Table(false, 90, "a|b|c", "1|2|3", "4|5|6", "7|8|9");
        Fuzz(
            [
                new("a table", table.Bytes(), new()),
                new("a page in the clear", RawPdf.OfPage("q 1 0 0 1 0 0 cm 50 50 m 300 50 l S 50 90 m 300 90 l S BT /F1 9 Tf 60 70 Td (one two) Tj 90 0 Td [(three) -20 (four)] TJ ET Q"u8.ToArray()).ToArray(), new()),
                Read("docling-pdf/right_to_left_01.pdf"), Read("docling-pdf/table_mislabeled_as_picture.pdf"), Read("made/encrypted-128.pdf"),
            ], Mutation.Of);
    }

    private static void Fuzz(IReadOnlyList<Sample> samples, Func<byte[], Random, byte[]> damage)
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("INGESTION_FUZZ_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : Seconds;
        // What is compiled and loaded at first is not the file's cost.
        foreach (var sample in samples)
            ReaderLaw.Holds(sample.Bytes, sample.Options, sample.Name, isFirst: true);
        var clock = Stopwatch.StartNew();
        for (var seed = 1; seed <= samples.Count || clock.Elapsed.TotalSeconds < seconds; seed++)
        {
            var sample = samples[seed % samples.Count];
            ReaderLaw.Holds(damage(sample.Bytes, new Random(seed)), sample.Options, $"{sample.Name}, seed {seed}");
        }
    }

    private static Sample Read(string file) => new(file, CorpusFiles.Read(file), new());

    private static Sample Text(string text, SourceOptions options) => new(text, Encoding.UTF8.GetBytes(text), options);

    private sealed record Sample(string Name, byte[] Bytes, SourceOptions Options);
}
