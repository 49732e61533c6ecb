using System.IO.Hashing;

namespace Ingestion.Core.Results;

/// <summary>Passes writes on and keeps their length and XXH3-128. It does not own the stream behind it.</summary>
internal sealed class ChecksumStream(Stream inner) : Stream
{
    private readonly XxHash128 _hash = new();
    private long _length;

    /// <summary>The length of <see cref="Hash"/>.</summary>
    public const int HashBytes = 16;

    /// <summary>The XXH128 of what was written so far.</summary>
    public byte[] Hash() => _hash.GetCurrentHash();

    /// <summary>The same in lower-case hex.</summary>
    public string Checksum => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _hash.Append(buffer);
        _length += buffer.Length;
        inner.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
