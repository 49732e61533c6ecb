using System.Buffers;

namespace Ingestion.Core.Results.Text;

/// <summary>A pooled buffer that UTF-8 text is formatted into and sent from. It grows when one value asks for it.</summary>
internal sealed class TextBuffer : IDisposable
{
    /// <summary>How much is gathered before it is sent.</summary>
    public const int FlushBytes = 128 * 1024;

    private const int InitialBytes = 256 * 1024;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialBytes);
    private int _count;

    /// <summary>Whether it is time to send.</summary>
    public bool IsFull => _count >= FlushBytes;

    /// <summary>What is gathered.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    /// <summary>Forgets what was gathered, and gives an outgrown array back.</summary>
    public void Clear()
    {
        _count = 0;
        if (_bytes.Length <= 4 * InitialBytes)
            return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = ArrayPool<byte>.Shared.Rent(InitialBytes);
    }

    /// <summary>Room for at least <paramref name="size"/> bytes; <see cref="Advance"/> says how many were taken.</summary>
    public Span<byte> Reserve(int size)
    {
        if (size > _bytes.Length - _count)
            Grow(size);
        return _bytes.AsSpan(_count);
    }

    /// <summary>Takes bytes that were written into the reserved room.</summary>
    public void Advance(int count) => _count += count;

    /// <summary>Appends one byte.</summary>
    public void Append(byte value)
    {
        if (_count == _bytes.Length)
            Grow(1);
        _bytes[_count++] = value;
    }

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        _count += value.Length;
    }

    /// <summary>Sends what is gathered.</summary>
    public async ValueTask FlushAsync(Stream destination, CancellationToken cancellationToken)
    {
        if (_count > 0)
            await destination.WriteAsync(Written, cancellationToken);
        Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        _count = 0;
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    private void Grow(int size)
    {
        var needed = (long)_count + size;
        if (needed > Array.MaxLength)
            throw new InvalidDataException("a row of it is longer than 2 GB");
        var bytes = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(needed, 2L * _bytes.Length), Array.MaxLength));
        _bytes.AsSpan(0, _count).CopyTo(bytes);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = bytes;
    }
}
