using Ingestion.Core.Documents.Package;

namespace Ingestion.Core.Xlsx;

/// <summary>Files that are no workbooks of this format, told by their content: each gets an answer that says what to do.</summary>
internal static class ForeignFiles
{
    private static readonly (string Path, string What, string Hint)[] Archives =
    [
        ("xl/workbook.bin", "a binary Excel workbook (XLSB)", "Open it in Excel and save it as an Excel workbook (.xlsx)."),
        ("word/document.xml", "a Word document (DOCX), not a workbook", "Upload it under its own name, with .docx at its end."),
        ("ppt/presentation.xml", "a PowerPoint presentation, not a workbook", "Copy its table into a workbook."),
        ("Index/Document.iwa", "an Apple Numbers or Pages document", "Export it as Excel (.xlsx)."),
        ("content.xml", "an OpenDocument file (ODS)", "Save it as an Excel workbook (.xlsx)."),
    ];

    /// <summary>Refuses a file by its first bytes.</summary>
    /// <exception cref="UnreadableSourceException">It is no ZIP archive.</exception>
    public static void ThrowIfNoArchive(Stream stream)
    {
        Span<byte> first = stackalloc byte[512];
        stream.Position = 0;
        first = first[..stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
        if (first.IsEmpty)
            throw new UnreadableSourceException("The file is empty. Upload it again.");
        if (first.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
            throw OleFile.Refusal(stream, first);
        // The archive may have a program before it that unpacks it, but then it is no workbook.
        if (!first.StartsWith("PK"u8))
        {
            throw new UnreadableSourceException(IsMarkup(first)
                ? "The file is a web page or XML, not a workbook, whatever its name says. Open it in Excel and save it as an Excel workbook (.xlsx)."
                : "The file is not an Excel workbook: it does not begin as one. If it is delimited text, give it a name that ends with .csv.");
        }
    }

    /// <summary>Refuses an archive that holds something else.</summary>
    /// <exception cref="UnreadableSourceException">It has no workbook part.</exception>
    public static void ThrowIfNoWorkbook(ZipDirectory directory, string workbookPath)
    {
        if (directory.TryFind(workbookPath, out _) && workbookPath.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
            && !workbookPath.StartsWith("word/", StringComparison.OrdinalIgnoreCase) && !workbookPath.StartsWith("ppt/", StringComparison.OrdinalIgnoreCase))
            return;
        foreach (var (path, what, hint) in Archives)
        {
            if (directory.TryFind(path, out _))
                throw new UnreadableSourceException($"The file is {what}. {hint}");
        }
        throw new UnreadableSourceException("The file is a ZIP archive without a workbook in it. If it holds one, unpack it and upload that.");
    }

    private static bool IsMarkup(ReadOnlySpan<byte> first)
    {
        if (first.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            first = first[3..];
        return first.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
    }
}
