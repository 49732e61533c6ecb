using System.Diagnostics;
using Ingestion.Core.Documents;

namespace Ingestion.Core.Pdf;

/// <summary>
/// What a PDF may cost: bytes unpacked and time. The library that reads it knows neither bound nor cancellation, but it asks for a filter
/// whenever it reads a stream, and that is where both are looked at. What is exceeded stays so, for the library passes over many an exception.
/// </summary>
/// <param name="limits">The bounds.</param>
/// <param name="fileBytes">The length of the file.</param>
/// <param name="cancellationToken">Ends the reading.</param>
internal sealed class PdfBudget(DocumentLimits limits, long fileBytes, CancellationToken cancellationToken)
{
    private const long FreeBytes = 16 << 20;
    private const int MarksBetweenChecks = 1024;
    private readonly long _mostBytes = Math.Min(limits.MostInflatedBytes, FreeBytes + (fileBytes * limits.MostInflateRatio));
    private long _deadline = After(limits.MostTimeToOpen);
    private string _late = $"took longer than {limits.MostTimeToOpen.TotalSeconds:0.#} s to open. Print it to a new PDF and upload that.";
    private long _bytes;
    private long _contentBytes;
    private int _marks;
    private int _letters;
    private int _page;
    private UnreadableSourceException? _exceeded;

    /// <summary>How many more bytes may be unpacked.</summary>
    public long LeftBytes => Math.Max(0, _mostBytes - _bytes);

    /// <summary>Gives a page its time.</summary>
    public void BeginPage(int number)
    {
        (_page, _marks, _letters, _contentBytes) = (number, 0, 0, 0);
        _deadline = After(limits.MostTimeAPage);
        _late = $"took longer than {limits.MostTimeAPage.TotalSeconds:0.#} s for page {number}. Leave the page out, or print the PDF anew.";
    }

    /// <summary>Takes bytes that a stream becomes.</summary>
    /// <exception cref="UnreadableSourceException">They are too many.</exception>
    public void Take(long bytes)
    {
        _bytes += bytes;
        if (_bytes > _mostBytes)
            throw Exceed($"unpacks to more than {_mostBytes:N0} bytes: it may be made to exhaust memory. Print it to a new PDF if it is not.");
    }

    /// <summary>Refuses a map of characters.</summary>
    /// <exception cref="UnreadableSourceException">Always.</exception>
    public void RefuseCharacters(long most) => throw Exceed($"has a font that names more than {most:N0} characters: it may be made to exhaust memory. Print it to a new PDF if it is not.");

    /// <summary>Takes operators that draw a page.</summary>
    /// <exception cref="UnreadableSourceException">They are too many.</exception>
    public void TakeContents(long bytes)
    {
        _contentBytes += bytes;
        if (_contentBytes > limits.MostContentBytesAPage)
            throw Exceed($"has more than {limits.MostContentBytesAPage:N0} bytes of drawing on page {_page}, which is no page of text. Leave it out.");
    }

    /// <summary>Takes a letter, of which words are found in more than linear time.</summary>
    /// <exception cref="UnreadableSourceException">They are too many.</exception>
    public void TakeLetter()
    {
        if (++_letters > limits.MostLettersAPage)
            throw Exceed($"has more than {limits.MostLettersAPage:N0} letters on page {_page}. Leave it out.");
        TakeMark();
    }

    /// <summary>Takes a letter, a line or a form.</summary>
    /// <exception cref="UnreadableSourceException">They are too many.</exception>
    public void TakeMark()
    {
        if (++_marks > limits.MostMarksAPage)
            throw Exceed($"has more than {limits.MostMarksAPage:N0} lines and forms on page {_page}. Leave it out.");
        if (_marks % MarksBetweenChecks == 0)
            Check();
    }

    /// <summary>Ends the reading where something is exceeded.</summary>
    /// <exception cref="UnreadableSourceException">Bytes or time.</exception>
    public void Check()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_exceeded is { } exceeded)
            throw exceeded;
        if (Stopwatch.GetTimestamp() > _deadline)
            throw Exceed(_late);
    }

    private UnreadableSourceException Exceed(string how) => _exceeded = new UnreadableSourceException($"The PDF {how}");

    private static long After(TimeSpan time) => Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
}
