namespace Ingestion.Core.Tests.Pdf;

/// <summary>Compresses as LZWDecode has it (ISO 32000-1, 7.4.4), codes becoming longer one early.</summary>
internal sealed class Lzw
{
    private const int ClearTable = 256;
    private const int EndOfData = 257;
    private readonly Dictionary<(int Prefix, byte Next), int> _codes = [];
    private readonly List<byte> _bytes = [];
    private uint _window;
    private int _held;

    private Lzw()
    {
    }

    private int Count => EndOfData + 1 + _codes.Count;

    public static byte[] Encoded(ReadOnlySpan<byte> bytes) => new Lzw().Encode(bytes);

    private byte[] Encode(ReadOnlySpan<byte> bytes)
    {
        Put(ClearTable);
        var prefix = -1;
        foreach (var value in bytes)
        {
            if (prefix < 0)
            {
                prefix = value;
            }
            else if (_codes.TryGetValue((prefix, value), out var longer))
            {
                prefix = longer;
            }
            else
            {
                Put(prefix);
                _codes.Add((prefix, value), Count);
                prefix = value;
                if (Count == 4094)
                {
                    Put(ClearTable);
                    _codes.Clear();
                }
            }
        }
        if (prefix >= 0)
        {
            Put(prefix);
            // The reader knows one code more after each but the first.
            _codes.TryAdd((-1, 0), Count);
        }
        Put(EndOfData);
        if (_held > 0)
            _bytes.Add((byte)(_window << (8 - _held)));
        return [.. _bytes];
    }

    private void Put(int code)
    {
        // Both sides know as many codes when this one is read, less the one that the reader completes with it.
        var bits = Count <= 511 ? 9 : Count <= 1023 ? 10 : Count <= 2047 ? 11 : 12;
        _window = (_window << bits) | (uint)code;
        _held += bits;
        for (; _held >= 8; _held -= 8)
            _bytes.Add((byte)(_window >> (_held - 8)));
    }
}
