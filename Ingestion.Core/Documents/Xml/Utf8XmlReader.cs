using System.Runtime.CompilerServices;
using System.Text;

namespace Ingestion.Core.Documents.Xml;

/// <summary>
/// Reads the XML of an Office part forward, as spans of the UTF-8 bytes in its buffer: nothing is allocated per element. It knows what such
/// parts need of XML 1.0 (5th ed.) and refuses what they must not have: document types, entities of their own, elements that do not match.
/// Namespaces are not resolved: elements are told apart by their local name and depth, which no prefix changes.
/// </summary>
internal sealed partial class Utf8XmlReader : IDisposable
{
    private const int BufferBytes = 1 << 17;
    private const int MostTagBytes = 8 << 20;

    // Names, paths and formats: Excel's own end at 255 characters.
    private const int MostAttributeBytes = 4096;

    // "&#x10FFFF;", and a few zeros that somebody could put before it.
    private const int MostEntityBytes = 16;

    private readonly string _part;
    private readonly int _mostDepth;
    private Stream _stream;
    private byte[] _buffer;
    private int _position;
    private int _end;
    private bool _isAtEnd;
    private bool _hasBegun;

    private int[] _open = new int[16];
    private int _depth;
    private bool _isLeaving;
    private bool _isEndPending;

    private Range _name;
    private Range _attributes;
    private Range _text;

    /// <summary>Begins at the start of a part, which this reader then owns.</summary>
    /// <param name="stream">The part, in any encoding that its first bytes or its declaration name.</param>
    /// <param name="part">Its name, for messages.</param>
    /// <param name="limits">How deep it may be nested.</param>
    public Utf8XmlReader(Stream stream, string part, DocumentLimits limits)
    {
        _stream = stream;
        _part = part;
        _mostDepth = limits.MostXmlDepth;
        // One byte more than a small part has, so that its end is seen without growing.
        _buffer = new byte[(int)Math.Clamp(stream.Length + 1, 256, BufferBytes)];
    }

    /// <summary>How many elements are open: 1 at the root's <see cref="XmlToken.Start"/> and <see cref="XmlToken.End"/>.</summary>
    public int Depth => _depth;

    /// <summary>The name of the element that begins or ends, without its prefix.</summary>
    public ReadOnlySpan<byte> LocalName => _buffer.AsSpan(_name);

    /// <summary>The attributes of the element that begins.</summary>
    public XmlAttributes Attributes => new(_buffer.AsSpan(_attributes));

    /// <summary>The piece of text as it is written: see <see cref="XmlText"/>.</summary>
    public ReadOnlySpan<byte> Text => _buffer.AsSpan(_text);

    /// <summary>Whether the text is a CDATA section, which holds no references.</summary>
    public bool IsLiteral { get; private set; }

    /// <summary>
    /// What is buffered after the token, for a caller that knows by heart what probably comes next. Empty where the token's own end
    /// comes next. See <see cref="Advance"/>.
    /// </summary>
    public ReadOnlySpan<byte> Buffered
    {
        get
        {
            Leave();
            return _isEndPending ? default : _buffer.AsSpan(_position, _end - _position);
        }
    }

    /// <summary>Steps over bytes of <see cref="Buffered"/> that the caller has understood: whole elements with their ends.</summary>
    public void Advance(int bytes) => _position += bytes;

    /// <summary>The value of an attribute by its local name, null when there is none.</summary>
    /// <exception cref="UnreadableSourceException">It is longer than any that is asked for.</exception>
    public string? Attribute(ReadOnlySpan<byte> localName)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.LocalName.SequenceEqual(localName))
                return attribute.Value.Length <= MostAttributeBytes ? XmlText.ToText(attribute.Value) : throw Damaged($"an attribute has more than {MostAttributeBytes:N0} bytes");
        }
        return null;
    }

    /// <summary>Steps over the element that begins, to its end.</summary>
    public void Skip()
    {
        var depth = _depth;
        while (Read() != XmlToken.End || _depth > depth)
        {
        }
    }

    /// <summary>Steps to the next token.</summary>
    /// <exception cref="UnreadableSourceException">The part is damaged, or no XML.</exception>
    public XmlToken Read()
    {
        Leave();
        if (_isEndPending)
        {
            _isEndPending = false;
            _isLeaving = true;
            return XmlToken.End;
        }
        while (true)
        {
            if (_position == _end && !Fill())
                return _depth == 0 && _hasRoot ? XmlToken.None : throw Damaged(_hasRoot ? "it ends in the middle" : "it is empty");
            if (_buffer[_position] != '<')
            {
                if (ReadText())
                    return XmlToken.Text;
                continue;
            }
            if (ReadMarkup() is var token && token != XmlToken.None)
                return token;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    /// <summary>What is wrong with the part, with what to do.</summary>
    public UnreadableSourceException Damaged(string why) => new(
        $"The part {_part} of the file is damaged: {why}. Upload the file again, or open it in a spreadsheet program and save it anew.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Leave()
    {
        if (!_isLeaving)
            return;
        _depth--;
        _isLeaving = false;
    }

    /// <summary>Takes text up to the next markup, or as much as is buffered. False when there was only space around the root element.</summary>
    private bool ReadText()
    {
        var buffered = _buffer.AsSpan(_position, _end - _position);
        var length = buffered.IndexOf((byte)'<');
        if (length < 0)
        {
            length = buffered.Length;
            if (!_isAtEnd)
            {
                if (length < BufferBytes / 2 && Fill())
                    return false;
                length = WholeLength(buffered[..length]);
            }
        }
        _text = _position..(_position + length);
        _position += length;
        IsLiteral = false;
        if (_depth > 0)
            return true;
        return Text.ContainsAnyExcept(" \t\r\n"u8) ? throw Damaged("it holds text outside its root element") : false;
    }

    /// <summary>The length that can be given before more is read: an entity or a line break is never cut in two.</summary>
    private static int WholeLength(ReadOnlySpan<byte> text)
    {
        if (text.Length <= MostEntityBytes)
            return text.Length;
        if (text[^1] == '\r')
            return text.Length - 1;
        var entity = text[^MostEntityBytes..].LastIndexOf((byte)'&');
        return entity >= 0 && !text[^(MostEntityBytes - entity)..].Contains((byte)';') ? text.Length - MostEntityBytes + entity : text.Length;
    }

    /// <summary>Reads more behind what is buffered. False at the end.</summary>
    private bool Fill()
    {
        if (_isAtEnd)
            return false;
        if (_position > 0)
        {
            _buffer.AsSpan(_position, _end - _position).CopyTo(_buffer);
            _end -= _position;
            _position = 0;
        }
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MostTagBytes)
                throw Damaged($"it holds a tag of more than {MostTagBytes:N0} bytes");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        var before = _end;
        while (_end < _buffer.Length)
        {
            var read = _stream.Read(_buffer.AsSpan(_end));
            _isAtEnd = read == 0;
            if (_isAtEnd)
                break;
            _end += read;
        }
        if (!_hasBegun)
        {
            _hasBegun = true;
            return Begin();
        }
        return _end > before;
    }

    /// <summary>Looks at the first bytes for another encoding, and begins anew with the part made UTF-8 if they name one.</summary>
    private bool Begin()
    {
        var (encoding, markBytes) = XmlEncoding.Find(_buffer.AsSpan(0, _end), _part);
        if (encoding is null)
        {
            _position = markBytes;
            return _end > markBytes;
        }
        var source = new JoinedStream(_buffer.AsMemory(markBytes, _end - markBytes).ToArray(), _stream);
        _stream = Encoding.CreateTranscodingStream(source, encoding, Encoding.UTF8);
        _end = 0;
        _isAtEnd = false;
        return Fill();
    }
}
