using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.ExceptionServices;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Ingestion.Core.Artifacts.Blobs;

/// <summary>
/// Takes the bytes of one blob. Each full block is sent while the next one fills, at most two at once: 24 MiB of memory however large the
/// blob. A blob of one block is sent whole by the commit.
/// </summary>
internal sealed class BlockStream(BlockBlobClient blob) : Stream
{
    /// <summary>The size of every block but the last.</summary>
    public const int BlockBytes = 8 << 20;

    private const int FirstBytes = 64 << 10;
    private const int BlocksInFlight = 2;

    // The service's own limit.
    private const int MaxBlocks = 50_000;
    private const int BlockIdBytes = 20;

    // Block ids of two writers must differ, and all have one length.
    private readonly Guid _writer = Guid.NewGuid();
    private readonly List<string> _blocks = [];
    private readonly Queue<Task> _inFlight = [];
    private readonly CancellationTokenSource _stop = new();
    private byte[] _buffer = [];
    private int _filled;
    private long _length;
    private Exception? _failure;
    private bool _isEnded;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => !_isEnded;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ThrowIfUnusable();
        while (!buffer.IsEmpty)
        {
            if (_filled == BlockBytes)
            {
                // Blocks are sent by threads of the pool; this one, whichever it is, only waits for them.
                if (_inFlight.Count == BlocksInFlight)
                    Await(_inFlight.Dequeue()).GetAwaiter().GetResult();
                Send();
            }
            buffer = buffer[Take(buffer)..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => Write([value]);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfUnusable();
        while (!buffer.IsEmpty)
        {
            if (_filled == BlockBytes)
            {
                if (_inFlight.Count == BlocksInFlight)
                {
                    // Dequeued when it has ended: a wait that is cancelled must not lose sight of it.
                    await Await(_inFlight.Peek().WaitAsync(cancellationToken)).ConfigureAwait(false);
                    _ = _inFlight.Dequeue();
                }
                Send();
            }
            buffer = buffer[Take(buffer.Span)..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Does nothing: a block is sent when it is full, and nothing counts before the commit.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc cref="Flush"/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes everything written so far the blob.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        ThrowIfUnusable();
        if (_blocks.Count > 0)
        {
            if (_filled > 0)
                Send();
            while (_inFlight.TryPeek(out var block))
            {
                await Await(block.WaitAsync(cancellationToken)).ConfigureAwait(false);
                _ = _inFlight.Dequeue();
            }
        }
        try
        {
            if (_blocks.Count > 0)
                await blob.CommitBlockListAsync(_blocks, cancellationToken: cancellationToken).ConfigureAwait(false);
            else
                await PutAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (BlobErrors.Explain(exception, "written", blob, cancellationToken) is { } explained)
        {
            throw explained;
        }
        _isEnded = true;
    }

    /// <summary>Ends the writing. What was sent and not committed the service forgets after a week.</summary>
    public async ValueTask AbandonAsync()
    {
        _isEnded = true;
        await _stop.CancelAsync().ConfigureAwait(false);
        while (_inFlight.TryDequeue(out var block))
            await block.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Return();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private int Take(ReadOnlySpan<byte> bytes)
    {
        if (_filled == _buffer.Length)
            Grow();
        var taken = Math.Min(bytes.Length, Math.Min(_buffer.Length, BlockBytes) - _filled);
        bytes[..taken].CopyTo(_buffer.AsSpan(_filled));
        _filled += taken;
        _length += taken;
        return taken;
    }

    /// <summary>Most objects are small: not each of them gets a whole block's memory.</summary>
    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_blocks.Count > 0 ? BlockBytes : Math.Clamp(2 * _filled, FirstBytes, BlockBytes));
        _buffer.AsSpan(0, _filled).CopyTo(larger);
        var filled = _filled;
        Return();
        (_buffer, _filled) = (larger, filled);
    }

    private void Return()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _filled) = ([], 0);
    }

    private void Send()
    {
        if (_blocks.Count == MaxBlocks)
            throw new IOException($"'{blob.Name}' is larger than an object of this store may be: {MaxBlocks:N0} blocks of {BlockBytes >> 20} MiB.");
        var id = new byte[BlockIdBytes];
        _writer.TryWriteBytes(id);
        BinaryPrimitives.WriteInt32BigEndian(id.AsSpan(BlockIdBytes - sizeof(int)), _blocks.Count);
        var name = Convert.ToBase64String(id);
        var (buffer, length) = (_buffer, _filled);
        (_buffer, _filled) = ([], 0);
        _blocks.Add(name);
        // Started on the pool: on the caller's scheduler it could not go on while the caller waits for it.
        _inFlight.Enqueue(Task.Run(() => StageAsync(name, buffer, length)));
    }

    private async Task StageAsync(string id, byte[] buffer, int length)
    {
        try
        {
            await blob.StageBlockAsync(id, new MemoryStream(buffer, 0, length, writable: false), cancellationToken: _stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (BlobErrors.Explain(exception, "written", blob, _stop.Token) is { } explained)
        {
            throw explained;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task PutAsync(CancellationToken cancellationToken) => await blob.UploadAsync(
        new MemoryStream(_buffer, 0, _filled, writable: false),
        new BlobUploadOptions { TransferOptions = new StorageTransferOptions { InitialTransferSize = BlockBytes + 1 } },
        cancellationToken).ConfigureAwait(false);

    private async Task Await(Task block)
    {
        try
        {
            await block.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _failure = exception;
            throw;
        }
    }

    /// <summary>A blob that lacks a block must not be committed, whatever becomes of the exception that said so.</summary>
    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_isEnded, this);
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
    }
}
