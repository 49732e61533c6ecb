using Ingestion.Core.Documents;
using Ingestion.Core.Xlsx.Xml;

namespace Ingestion.Core.Xlsx;

/// <summary>
/// The texts that cells share (ECMA-376 part 1, 18.4). They are kept as UTF-8 in blocks of 1 MiB: one array would have to be copied as it
/// grows, which takes twice its memory.
/// </summary>
internal sealed class SharedStrings
{
    private const int BlockBits = 20;
    private const int BlockBytes = 1 << BlockBits;
    private const int ItemBytes = 8;

    private readonly List<byte[]> _blocks = [];
    private readonly List<Slot[]> _items = [];
    private const int ItemsOfBlock = BlockBytes / ItemBytes;
    private int _used = BlockBytes;

    private readonly record struct Slot(int Start, int Length);

    /// <summary>No texts.</summary>
    public static SharedStrings None { get; } = new();

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The text at a 0-based index.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var item = _items[index / ItemsOfBlock][index % ItemsOfBlock];
            return item.Length == 0 ? default : _blocks[item.Start >> BlockBits].AsSpan(item.Start & (BlockBytes - 1), item.Length);
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
            bytes += text.Text.Length + ItemBytes;
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
        if (Count % ItemsOfBlock == 0)
            _items.Add(new Slot[ItemsOfBlock]);
        if (_used + text.Length > BlockBytes)
        {
            // A text longer than a block gets one of its own.
            _blocks.Add(new byte[Math.Max(BlockBytes, text.Length)]);
            _used = 0;
        }
        var start = ((_blocks.Count - 1) << BlockBits) + _used;
        text.CopyTo(_blocks[^1].AsSpan(_used));
        _used += text.Length;
        _items[Count / ItemsOfBlock][Count % ItemsOfBlock] = new Slot(start, text.Length);
        Count++;
    }
}
