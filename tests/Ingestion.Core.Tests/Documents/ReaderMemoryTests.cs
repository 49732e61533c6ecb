using System.IO.Compression;
using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Documents;
using Ingestion.Core.Runs;
using Ingestion.Core.Tests.Pdf;
using Ingestion.Core.Tests.Runs;
using Ingestion.Core.Tests.Xlsx;

namespace Ingestion.Core.Tests.Documents;

/// <summary>
/// What a reader holds on a file and on one ten times larger, looked at while it reads: the live heap after a collection. Delimited text,
/// which is read where it lies, is measured in <see cref="LargeInputTests"/>.
/// </summary>
[Collection(Alone.Name)]
public sealed class ReaderMemoryTests
{
    private const long Slack = 2 << 20;

    [Fact]
    public void FixedWidth_TenTimesLarger_TakesNoMore() => AssertConstant(
        rows => Encoding.UTF8.GetBytes("id     name       amount\n" + Text(rows, i => $"{i,-6} Ada {i,-6} {i % 1000,6}.50\n")), 10_000, new() { TextLayout = TextLayout.FixedWidth });

    [Fact]
    public void Workbook_TenTimesLarger_TakesNoMore() => AssertConstant(
        rows => WorkbookBytes.OfRows(Text(rows, i => $"<row><c><v>{i}</v></c><c t=\"inlineStr\"><is><t>Ada {i}</t></is></c><c><v>{i % 1000}.5</v></c></row>")).ToArray(), 10_000, new());

    [Fact]
    public void WordDocument_TenTimesLarger_TakesNoMore() => AssertConstant(Document, 5_000, new() { Table = "table 1" });

    [Fact]
    public void Pdf_TenTimesLarger_TakesHardlyMoreThanItsText()
    {
        var (small, large) = (Peak(Pages(8), new()), Peak(Pages(80), new()));

        // Its tables and its text, each as UTF-16, with what they are kept in; and what the library knows of each page and object.
        var text = large.Staged - small.Staged;
        Assert.True(large.Bytes - small.Bytes <= (16 * text) + Slack, $"{small} and {large} for {text:N0} bytes of text more");
    }

    private static void AssertConstant(Func<int, byte[]> file, int rows, SourceOptions options)
    {
        var (small, large) = (Peak(file(rows), options), Peak(file(rows * 10), options));

        Assert.True(large.Staged > small.Staged * 9, $"{small} and {large}");
        Assert.True(large.Bytes <= small.Bytes + Slack, $"{small} and {large}");
    }

    private static Measured Peak(byte[] file, SourceOptions options)
    {
        using var raw = new WatchedReader(file);
        // The sample that is looked at first is of one size, of which both files have more.
        var layout = SourceSniffer.Sniff(raw, options, new EngineOptions { SampleBytes = 64 * 1024 });
        using var staged = new CountedStream();
        DocumentStaging.Write(raw, layout.Document!, new DocumentLimits(), staged);
        return new Measured(raw.PeakBytes, staged.Length);
    }

    private static string Text(int rows, Func<int, string> row) => string.Concat(Enumerable.Range(0, rows).Select(row));

    private static byte[] Document(int rows)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("_rels/.rels", """<Relationships xmlns="x"><Relationship Id="r1" Type="x/officeDocument" Target="word/document.xml"/></Relationships>""");
            Add("word/document.xml", "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:tbl>"
                + Text(rows, i => $"<w:tr><w:tc><w:p><w:r><w:t>{i}</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Ada {i}</w:t></w:r></w:p></w:tc></w:tr>") + "</w:tbl></w:body></w:document>");

            void Add(string path, string text)
            {
                using var stream = zip.CreateEntry(path).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return file.ToArray();
    }

    private static byte[] Pages(int pages)
    {
        var pdf = new RawPdf().Object("<</Type/Catalog/Pages 2 0 R>>")
            .Object($"<</Type/Pages/Count {pages}/Kids[{Text(pages, i => $"{4 + (2 * i)} 0 R ")}]>>").Object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
        for (var page = 0; page < pages; page++)
        {
            pdf.Object($"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {pdf.Next + 1} 0 R/Resources<</Font<</F1 3 0 R>>>>>>");
            pdf.Stream("", Encoding.ASCII.GetBytes(RuledPage.Operators(page * RuledPage.Rows)));
        }
        return pdf.ToArray();
    }

    private sealed record Measured(long Bytes, long Staged);

    /// <summary>Looks at the heap some thirty times while a file is read.</summary>
    private sealed class WatchedReader(byte[] file) : ArtifactReader
    {
        private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
        private long _read;

        public long PeakBytes { get; private set; }

        public override long LengthBytes => file.Length;

        public override int Read(long offset, Span<byte> buffer)
        {
            var read = Math.Min(buffer.Length, (int)Math.Max(0, file.Length - offset));
            file.AsSpan((int)Math.Min(offset, file.Length), read).CopyTo(buffer);
            Count(read);
            return read;
        }

        public override Stream AsStream() => new WatchedStream(file, this);

        public override void Dispose()
        {
        }

        private void Count(int read)
        {
            _read += read;
            if (_read <= file.Length / 10)
                return;
            _read = 0;
            PeakBytes = Math.Max(PeakBytes, GC.GetTotalMemory(forceFullCollection: true) - _before);
        }

        private sealed class WatchedStream(byte[] file, WatchedReader reader) : MemoryStream(file, writable: false)
        {
            public override int Read(byte[] buffer, int offset, int count)
            {
                var read = base.Read(buffer, offset, count);
                reader.Count(read);
                return read;
            }

            public override int Read(Span<byte> buffer)
            {
                var read = base.Read(buffer);
                reader.Count(read);
                return read;
            }

            public override int ReadByte()
            {
                reader.Count(1);
                return base.ReadByte();
            }
        }
    }

    private sealed class CountedStream : Stream
    {
        private long _length;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position { get => _length; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => _length += count;

        public override void Write(ReadOnlySpan<byte> buffer) => _length += buffer.Length;
    }
}

/// <summary>Tests beside which none runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
