using Ingestion.Core.Documents;
using Ingestion.Core.Documents.Xml;

namespace Ingestion.Core.Xlsx;

/// <summary>
/// The texts that cells share (ECMA-376 part 1, 18.4). They are kept as UTF-8 in blocks: one array would have to be copied as it
/// grows, which takes twice its memory.
/// </summary>
internal sealed class SharedStrings
{
    private const int BlockBytes = 1 << 18;
    private const int SlotBytes = 12;
    private const int SlotsOfBlock = 1 << 13;

    // A longer text gets a block of its own, so that what is left over at a block's end is never much.
    private const int LongTextBytes = BlockBytes / 16;

    private readonly List<byte[]> _blocks = [];
    private readonly List<Slot[]> _slots = [];
    private int _open = -1;
    private int _used = BlockBytes;

    private readonly record struct Slot(int Block, int Start, int Length);

    /// <summary>No texts.</summary>
    public static SharedStrings None { get; } = new();

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The text at a 0-based index.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var slot = _slots[index / SlotsOfBlock][index % SlotsOfBlock];
            return slot.Length == 0 ? default : _blocks[slot.Block].AsSpan(slot.Start, slot.Length);
        }
    }

    /// <summary>Reads the part.</summary>
    /// <exception cref="UnreadableSourceException">It is damaged, or larger than <see cref="DocumentLimits.MostSharedTextBytes"/>.</exception>
    public static SharedStrings Read(Utf8XmlReader xml, DocumentLimits limits)
    {
        var strings = new SharedStrings();
        var text = new TextBuffer();
        long bytes = 0;
        while (xml.Read() is var token && token != XmlToken.None)
        {
            if (token != XmlToken.Start || xml.Depth != 2)
                continue;
            if (!xml.LocalName.SequenceEqual("si"u8))
            {
                xml.Skip();
                continue;
            }
            text.Clear();
            RichText.Append(xml, text);
            bytes += text.Text.Length + SlotBytes;
            if (bytes > limits.MostSharedTextBytes)
            {
                throw new UnreadableSourceException(
                    $"The workbook's texts take more than {limits.MostSharedTextBytes:N0} bytes, which is the limit. Split the workbook, or save the sheet as CSV.");
            }
            strings.Add(text.Text);
        }
        return strings;
    }

    private void Add(ReadOnlySpan<byte> text)
    {
        if (Count % SlotsOfBlock == 0)
            _slots.Add(new Slot[SlotsOfBlock]);
        _slots[Count / SlotsOfBlock][Count % SlotsOfBlock] = Keep(text);
        Count++;
    }

    private Slot Keep(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return default;
        if (text.Length > LongTextBytes)
        {
            _blocks.Add(text.ToArray());
            return new Slot(_blocks.Count - 1, 0, text.Length);
        }
        if (_used + text.Length > BlockBytes)
        {
            _open = _blocks.Count;
            _blocks.Add(new byte[BlockBytes]);
            _used = 0;
        }
        text.CopyTo(_blocks[_open].AsSpan(_used));
        _used += text.Length;
        return new Slot(_open, _used - text.Length, text.Length);
    }
}
