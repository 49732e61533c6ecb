using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Documents;

namespace Ingestion.Core.Text;

/// <summary>
/// Text that is no plain delimited text, as a document of one table: fields at fixed places, apart by runs of spaces, escaped by
/// backslashes, or none at all. Its rows' positions are their lines.
/// </summary>
internal sealed class TextDocument(Stream raw, TextForm form) : IDocument
{
    /// <inheritdoc/>
    public IReadOnlyList<DocumentTable> Tables { get; } = [new(0, "lines", TableKind.Lines)];

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => [];

    /// <inheritdoc/>
    public void Read(DocumentTable table, ITableSink sink, CancellationToken cancellationToken)
    {
        using var pieces = new TextPieces(raw, form);
        if (form.Layout == TextLayout.Delimited)
            ReadRecords(pieces, sink, cancellationToken);
        else
            ReadLines(pieces, sink, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => raw.Dispose();

    private void ReadRecords(TextPieces pieces, ITableSink sink, CancellationToken cancellationToken)
    {
        var record = new DelimitedRow(form);
        var line = 1;
        for (int lines; (lines = record.Read(pieces)) > 0; line += lines)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (record.IsEmpty)
                continue;
            sink.BeginRow(new RowPosition(0, 0, line));
            record.CopyTo(sink);
            if (!sink.EndRow())
                return;
        }
    }

    private void ReadLines(TextPieces pieces, ITableSink sink, CancellationToken cancellationToken)
    {
        for (var line = 1; pieces.NextLine(form.MaxRecordBytes) is { } next; line++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var text = pieces.Window[..next.Length];
            if (!text.Trim((byte)' ').IsEmpty)
            {
                sink.BeginRow(new RowPosition(0, 0, line));
                switch (form.Layout)
                {
                    case TextLayout.FixedWidth:
                        CutAtColumns(text, sink);
                        break;
                    case TextLayout.Spaces:
                        CutAtSpaces(text, sink);
                        break;
                    default:
                        sink.Cell(0, text, CellKind.Text);
                        break;
                }
                if (!sink.EndRow())
                    return;
            }
            pieces.Take(next.Length + next.Break);
        }
    }

    private void CutAtColumns(ReadOnlySpan<byte> text, ITableSink sink)
    {
        var start = 0;
        for (var i = 0; i < form.ColumnStarts.Count; i++)
        {
            var isLast = i + 1 == form.ColumnStarts.Count;
            var end = isLast ? text.Length : start + ByteLength(text[start..], form.ColumnStarts[i + 1] - form.ColumnStarts[i]);
            // A row that ends early has no values in the columns it does not reach.
            sink.Cell(i, text[start..end].Trim((byte)' '), CellKind.Text);
            start = end;
        }
    }

    private static void CutAtSpaces(ReadOnlySpan<byte> text, ITableSink sink)
    {
        var column = 0;
        text = text.Trim(" \t"u8);
        while (!text.IsEmpty)
        {
            var end = text.IndexOfAny((byte)' ', (byte)'\t');
            sink.Cell(column++, end < 0 ? text : text[..end], CellKind.Text);
            text = end < 0 ? [] : text[end..].TrimStart(" \t"u8);
        }
    }

    /// <summary>How many bytes so many characters take; fewer where the text ends before.</summary>
    private static int ByteLength(ReadOnlySpan<byte> text, int characters)
    {
        var bytes = 0;
        for (; characters > 0 && bytes < text.Length; characters--)
        {
            Rune.DecodeFromUtf8(text[bytes..], out _, out var consumed);
            bytes += consumed;
        }
        return bytes;
    }
}
