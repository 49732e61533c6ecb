namespace Ingestion.Core.Documents.Xml;

/// <summary>Tags, CDATA sections, and what is stepped over: comments, processing instructions.</summary>
internal sealed partial class Utf8XmlReader
{
    private bool _hasRoot;

    /// <summary>Reads what begins with <c>&lt;</c>; <see cref="XmlToken.None"/> when it was stepped over.</summary>
    private XmlToken ReadMarkup()
    {
        while (_end - _position < 2)
        {
            if (!Fill())
                throw Damaged("it ends in the middle");
        }
        switch (_buffer[_position + 1])
        {
            case (byte)'/':
                return ReadEnd();
            case (byte)'?':
                StepPast("?>"u8);
                return XmlToken.None;
            case (byte)'!':
                return ReadDeclaration();
            default:
                return ReadStart();
        }
    }

    private XmlToken ReadStart()
    {
        var end = TagEnd();
        var tag = _buffer.AsSpan(_position, end - _position);
        var isEmpty = tag[^1] == '/';
        var nameEnd = 1;
        while (nameEnd < tag.Length && !IsSpaceOrSlash(tag[nameEnd]))
            nameEnd++;
        var name = tag[1..nameEnd];
        if (name.IsEmpty || !IsNameStart(name[0]))
            throw Damaged("it holds a '<' that begins no element");
        if (_depth == 0 && _hasRoot)
            throw Damaged("it has two root elements");
        _hasRoot = true;
        if (_depth == _mostDepth)
        {
            throw new UnreadableSourceException(
                $"The part {_part} of the file nests its elements deeper than {_mostDepth}, which is the limit: no Office program writes that. Save the document anew.");
        }
        if (_depth == _open.Length)
            Array.Resize(ref _open, _open.Length * 2);
        _open[_depth++] = Hash(name);
        _name = (_position + 1 + name.LastIndexOf((byte)':') + 1)..(_position + nameEnd);
        _attributes = (_position + nameEnd)..(isEmpty ? end - 1 : end);
        _position = end + 1;
        _isEndPending = isEmpty;
        return XmlToken.Start;
    }

    private XmlToken ReadEnd()
    {
        var end = TagEnd();
        var name = _buffer.AsSpan((_position + 2)..end).TrimEnd(" \t\r\n"u8);
        if (_depth == 0 || _open[_depth - 1] != Hash(name))
            throw Damaged("it ends an element that is not open");
        _name = (_position + 2 + name.LastIndexOf((byte)':') + 1)..(_position + 2 + name.Length);
        _position = end + 1;
        _isLeaving = true;
        return XmlToken.End;
    }

    private XmlToken ReadDeclaration()
    {
        while (_end - _position < 9 && Fill())
        {
        }
        var markup = _buffer.AsSpan(_position, _end - _position);
        if (markup.StartsWith("<!--"u8))
        {
            _position += 4;
            StepPast("-->"u8);
            return XmlToken.None;
        }
        if (markup.StartsWith("<![CDATA["u8) && _depth > 0)
            return ReadLiteral();
        throw markup.StartsWith("<!DOCTYPE"u8)
            ? new UnreadableSourceException($"The part {_part} of the file declares a document type, which may be used to attack whoever reads it. Save the document anew.")
            : Damaged("it holds a declaration that Office documents do not have");
    }

    /// <summary>Gives a CDATA section, which is short: its whole text has to fit the buffer, as a tag does.</summary>
    private XmlToken ReadLiteral()
    {
        int length;
        while ((length = _buffer.AsSpan((_position + 9).._end).IndexOf("]]>"u8)) < 0)
        {
            if (!Fill())
                throw Damaged("it ends in the middle");
        }
        _text = (_position + 9)..(_position + 9 + length);
        _position += length + 12;
        IsLiteral = true;
        return XmlToken.Text;
    }

    /// <summary>Where the tag's <c>&gt;</c> is. One in an attribute's quotes ends nothing.</summary>
    private int TagEnd()
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_position, _end - _position);
            byte quote = 0;
            for (var i = 1; i < rest.Length; i++)
            {
                var value = rest[i];
                if (quote != 0)
                {
                    if (value == quote)
                        quote = 0;
                }
                else if (value == '>')
                    return _position + i;
                else if (value is (byte)'"' or (byte)'\'')
                    quote = value;
            }
            if (!Fill())
                throw Damaged("it ends inside a tag");
        }
    }

    private void StepPast(ReadOnlySpan<byte> mark)
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_position, _end - _position);
            var found = rest.IndexOf(mark);
            if (found >= 0)
            {
                _position += found + mark.Length;
                return;
            }
            // The mark may begin in the last bytes and end in the next ones.
            _position += Math.Max(0, rest.Length - mark.Length + 1);
            if (!Fill())
                throw Damaged("it ends in the middle");
        }
    }

    private static bool IsSpaceOrSlash(byte value) => value is (byte)' ' or (byte)'/' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static bool IsNameStart(byte value) => value is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (byte)'_' or >= 0x80;

    /// <summary>FNV-1a: it only has to tell an end that does not match.</summary>
    private static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = 2_166_136_261;
        foreach (var value in name)
            hash = (hash ^ value) * 16_777_619;
        return (int)hash;
    }
}
