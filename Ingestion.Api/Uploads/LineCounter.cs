namespace Ingestion.Api.Uploads;

/// <summary>Counts line ends of any kind, so that there are at most <see cref="Lines"/> records: a quoted line break only makes it more.</summary>
internal struct LineCounter
{
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';
    private long _ends;
    private byte _last;

    /// <summary>Lines so far, an unfinished last one included.</summary>
    public readonly long Lines => _ends + (_last is 0 or LineFeed or CarriageReturn ? 0 : 1);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        _ends += bytes.Count(LineFeed);
        if (bytes.Contains(CarriageReturn))
            _ends += bytes.Count(CarriageReturn) - bytes.Count("\r\n"u8);
        // A CRLF that two blocks share is one line end.
        if (_last == CarriageReturn && bytes[0] == LineFeed)
            _ends--;
        _last = bytes[^1];
    }
}
