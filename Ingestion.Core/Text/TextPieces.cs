using System.Text;
using Ingestion.Core.Plans;

namespace Ingestion.Core.Text;

/// <summary>A source's text in UTF-8, piece by piece: a window that grows as far as a caller cannot find the end of what it reads.</summary>
internal sealed class TextPieces : IDisposable
{
    private readonly Stream _stream;
    private readonly bool _isTranscoded;
    private byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <param name="raw">The source, which stays open.</param>
    /// <param name="form">Its encoding.</param>
    public TextPieces(Stream raw, TextForm form)
    {
        raw.Seek(form.PreambleBytes, SeekOrigin.Begin);
        _isTranscoded = form.Encoding != "utf-8";
        _stream = !_isTranscoded
            ? raw
            : Encoding.CreateTranscodingStream(raw, SourceOptionsCheck.Find(form.Encoding)!, new UTF8Encoding(false), leaveOpen: true);
    }

    /// <summary>What is read and not taken yet.</summary>
    public ReadOnlySpan<byte> Window => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Whether the window holds all that is left.</summary>
    public bool IsLast => _isAtEnd;

    /// <summary>Makes the window longer; false when there is no more.</summary>
    public bool Extend()
    {
        if (_isAtEnd)
            return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, checked(_buffer.Length * 2));
        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isAtEnd = read == 0;
        return read > 0;
    }

    /// <summary>Takes bytes from the window's beginning.</summary>
    public void Take(int bytes) => _start += bytes;

    /// <summary>The length of the line in front, without its line break, and of the break; null at the end.</summary>
    public (int Length, int Break)? NextLine(int mostBytes)
    {
        var looked = 0;
        while (true)
        {
            var window = Window;
            var end = window[looked..].IndexOfAny((byte)'\n', (byte)'\r');
            if (end >= 0)
            {
                end += looked;
                if (window[end] == '\n')
                    return (end, 1);
                if (end + 1 < window.Length || !Extend())
                    return (end, end + 1 < Window.Length && Window[end + 1] == '\n' ? 2 : 1);
                continue;
            }
            looked = window.Length;
            if (looked > mostBytes || !Extend())
                return looked == 0 ? null : (looked, 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isTranscoded)
            _stream.Dispose();
    }
}
