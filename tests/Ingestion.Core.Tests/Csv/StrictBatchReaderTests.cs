using System.Text;
using CsCheck;
using CsvHelper;
using Ingestion.Core.Csv;
using Ingestion.Core.Records;
using Record = Ingestion.Core.Records.Record;

namespace Ingestion.Core.Tests.Csv;

public sealed class StrictBatchReaderTests
{
    private static readonly Gen<string> Field = Gen.OneOf(
        Gen.Const(""), Gen.Char["aä9 .😀"].Array[0, 9].Select(chars => new string(chars)), Gen.Char["a,\"\n\r;"].Array[0, 70].Select(chars => Quoted(new string(chars))));

    private static readonly Gen<string> LineBreak = Gen.OneOf(Gen.Const("\n"), Gen.Const("\r\n"), Gen.Const("\r"));

    [Theory]
    [InlineData("a,b\nc,d\n", "a|b", "c|d")]
    [InlineData("a,b\rc,d\r\ne,f", "a|b", "c|d", "e|f")]
    [InlineData("\"a\"\"b\",\"x\ny\"\n\"\",\n", "a\"b|x\ny", "|")]
    [InlineData("a\n\r\n\nb,c,d\n", "a|", "b|c")]
    [InlineData("a,b\r", "a|b")]
    [InlineData("\uFEFFa,b", "\uFEFFa|b")]
    public void Read_FindsRecords(string text, params string[] expected) =>
        Assert.Equal(expected, Read(Encoding.UTF8.GetBytes(text), columns: 2, skipEmptyLines: true));

    [Fact]
    public void Read_OneColumn_ReadsEmptyLinesAsRows() =>
        Assert.Equal(["a", "", "b", ""], Read("a\n\nb\r\n\r\n"u8.ToArray(), columns: 1, skipEmptyLines: false));

    [Fact]
    public void Read_WithoutQuotes_TakesThemAsText() =>
        Assert.Equal(["\"a|b\"", "x"], Read("\"a;b\"\nx"u8.ToArray(), columns: 2, skipEmptyLines: true, new CsvDialect((byte)';', null)).Select(line => line.TrimEnd('|')));

    [Fact]
    public void Read_Any_FindsWhatCsvHelperDoes() =>
        Gen.Select(Gen.Int[1, 4], Gen.Select(Field.Array[4], LineBreak).Array[1, 120], Gen.Bool).Sample((columns, rows, endsWithBreak) =>
        {
            var text = string.Concat(rows.Select(row => string.Join(',', row.Item1.Take(columns)) + row.Item2));
            if (!endsWithBreak)
                text = text.TrimEnd('\r', '\n');
            var bytes = Encoding.UTF8.GetBytes(text);
            foreach (var skipEmptyLines in (bool[])[true, false])
                Assert.Equal(ReadByCsvHelper(bytes, columns, skipEmptyLines), Read(bytes, columns, skipEmptyLines));
        });

    [Fact]
    public void Read_RowsOfAnyWidth_FindsWhatCsvHelperDoes() =>
        Gen.Select(Gen.Int[1, 4], Gen.Select(Field.Array[1, 6], LineBreak).Array[1, 150], Gen.Bool).Sample((columns, rows, skipEmptyLines) =>
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(rows.Select(row => string.Join(',', row.Item1) + row.Item2)));
            Assert.Equal(ReadByCsvHelper(bytes, columns, skipEmptyLines), Read(bytes, columns, skipEmptyLines));
        });

    [Fact]
    public void Read_RecordsLongerThanAWindow_FindsTheirFields()
    {
        var wide = string.Join(',', Enumerable.Range(0, 9000));
        var text = $"1,\"{new string('x', 9000)}\"\n{wide}\r\n{new string(',', 20_000)}\n2,\"{string.Concat(Enumerable.Repeat("a,\"\"\n", 3000))}\"";

        Assert.Equal(ReadByCsvHelper(Encoding.UTF8.GetBytes(text), 2, skipEmptyLines: true), Read(Encoding.UTF8.GetBytes(text), 2, skipEmptyLines: true));
    }

    [Fact]
    public void Read_MoreFieldsThanColumns_CountsThem()
    {
        var bytes = new RecordBytes();
        Fill(bytes, "a,b,c\n1\n"u8.ToArray());
        var batch = new RecordBatch(bytes, 2);
        using var reader = new StrictBatchReader(bytes, CsvDialect.Default, skipEmptyLines: true);

        Assert.True(reader.Read(batch));

        Assert.True(batch.HasIrregular);
        Assert.Equal([new Record(0, 5, 3, false), new Record(6, 1, 1, false)], batch.Records[..2].ToArray());
        Assert.False(reader.Read(batch));
    }

    private static string Quoted(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void Fill(RecordBytes bytes, byte[] text)
    {
        bytes.Begin(text.Length);
        text.CopyTo(bytes.Source);
    }

    private static List<string> Read(byte[] text, int columns, bool skipEmptyLines, CsvDialect? dialect = null)
    {
        var bytes = new RecordBytes();
        Fill(bytes, text);
        var batch = new RecordBatch(bytes, columns);
        using var reader = new StrictBatchReader(bytes, dialect ?? CsvDialect.Default, skipEmptyLines);
        var records = new List<string>();
        while (reader.Read(batch))
        {
            for (var row = 0; row < batch.Count; row++)
                records.Add(string.Join('|', batch.Fields.Slice(row * columns, columns).ToArray().Select(field => Encoding.UTF8.GetString(bytes[field]))));
        }
        return records;
    }

    private static List<string> ReadByCsvHelper(byte[] text, int columns, bool skipEmptyLines)
    {
        // As everywhere, it is not to take a byte order mark away; these texts have none.
        using var csv = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = ',',
            Mode = CsvMode.Rfc4180,
            HasHeader = false,
            DetectSeparatorHint = false,
            SkipEmptyLines = skipEmptyLines,
            Encoding = Encoding.UTF8,
        });
        var records = new List<string>();
        while (csv.Read())
            records.Add(string.Join('|', Enumerable.Range(0, columns).Select(i => i < csv.FieldCount ? Encoding.UTF8.GetString(csv.GetSpan(i)) : "")));
        return records;
    }
}
