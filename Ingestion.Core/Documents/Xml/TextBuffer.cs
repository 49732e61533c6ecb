using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Ingestion.Core.Documents.Xml;

/// <summary>
/// Collects one text of a document from its pieces: runs of <c>t</c> elements, or the content of a <c>v</c>. A run without
/// <c>xml:space="preserve"</c> loses the space around it, as in Excel; space that is written as a reference or in CDATA stays.
/// </summary>
internal sealed class TextBuffer
{
    /// <summary>The longest text there may be. Excel's own cells end at 32,767 characters.</summary>
    public const int MostTextBytes = 16 << 20;

    private byte[] _bytes = new byte[1024];
    private int _length;
    private int _runStart;
    private int _kept;
    private bool _isSpaceKept;

    /// <summary>What was collected.</summary>
    public ReadOnlySpan<byte> Text => _bytes.AsSpan(0, _length);

    /// <summary>Forgets what was collected.</summary>
    public void Clear() => _length = 0;

    /// <summary>Begins a run.</summary>
    public void BeginRun(bool isSpaceKept)
    {
        _runStart = _kept = _length;
        _isSpaceKept = isSpaceKept;
    }

    /// <summary>Adds a piece of the run.</summary>
    /// <param name="written">As it stands in the XML.</param>
    /// <param name="isLiteral">Whether it stands in CDATA, where there are no references and all space is kept.</param>
    /// <exception cref="UnreadableSourceException">The text is longer than any cell's.</exception>
    public void Append(ReadOnlySpan<byte> written, bool isLiteral)
    {
        if (_length > MostTextBytes - written.Length)
            throw new UnreadableSourceException($"The file holds a text of more than {MostTextBytes:N0} bytes in one cell; Excel's own end at 32,767 characters. Shorten it.");
        if (_bytes.Length - _length < written.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + written.Length));
        if (isLiteral)
        {
            _kept = _length += XmlText.Resolve(written, _bytes.AsSpan(_length), isLiteral: true);
            return;
        }
        if (!_isSpaceKept && _length == _runStart)
            written = written.TrimStart(" \t\r\n"u8);
        var core = written.TrimEnd(" \t\r\n"u8);
        if (!core.IsEmpty)
            _kept = _length += XmlText.Resolve(core, _bytes.AsSpan(_length));
        _length += XmlText.Resolve(written[core.Length..], _bytes.AsSpan(_length));
    }

    /// <summary>Ends a run.</summary>
    public void EndRun()
    {
        if (!_isSpaceKept)
            _length = _kept;
        var run = _bytes.AsSpan(_runStart, _length - _runStart);
        if (run.IndexOf("_x"u8) >= 0)
            _length = _runStart + Unescape(run);
        if (!Utf8.IsValid(_bytes.AsSpan(_runStart, _length - _runStart)))
            MakeValid();
    }

    /// <summary>
    /// Resolves <c>_x000D_</c>, the form in which Office writes what XML cannot hold (ECMA-376 part 1, 22.9.2.19). A pair of
    /// surrogates is one character, half of one U+FFFD.
    /// </summary>
    private static int Unescape(Span<byte> text)
    {
        int from = 0, to = 0;
        while (from < text.Length)
        {
            if (!TryEscape(text[from..], out var unit))
            {
                text[to++] = text[from++];
                continue;
            }
            from += 7;
            var rune = Rune.ReplacementChar;
            if (char.IsHighSurrogate(unit) && TryEscape(text[from..], out var low) && Rune.TryCreate(unit, low, out var pair))
            {
                rune = pair;
                from += 7;
            }
            else if (Rune.TryCreate(unit, out var single))
            {
                rune = single;
            }
            to += rune.EncodeToUtf8(text[to..]);
        }
        return to;
    }

    private static bool TryEscape(ReadOnlySpan<byte> text, out char unit)
    {
        unit = '\0';
        if (text.Length < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_'
            || !Utf8Parser.TryParse(text.Slice(2, 4), out ushort value, out var used, 'X') || used != 4)
            return false;
        unit = (char)value;
        return true;
    }

    private void MakeValid()
    {
        var valid = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(_bytes.AsSpan(_runStart, _length - _runStart)));
        if (_bytes.Length - _runStart < valid.Length)
            Array.Resize(ref _bytes, _runStart + valid.Length);
        valid.CopyTo(_bytes.AsSpan(_runStart));
        _length = _runStart + valid.Length;
    }
}
