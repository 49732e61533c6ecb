using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace Ingestion.Api.Hosting;

/// <summary>
/// The server's buffers in blocks of 64 KiB instead of its own 4: an upload of some megabytes then takes a sixteenth of the calls that fetch it from
/// the system, and as many steps less on its way. A connection has a block only while bytes come or go.
/// </summary>
internal sealed class LargeBlocks : IMemoryPoolFactory<byte>
{
    /// <inheritdoc/>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    private sealed class Pool : MemoryPool<byte>
    {
        private const int BlockBytes = 64 * 1024;

        // 16 MiB: of more connections at once the rest is left to the collector.
        private const int MostFree = 256;
        private readonly ConcurrentQueue<Block> _free = new();

        public override int MaxBufferSize => BlockBytes;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
            var block = _free.TryDequeue(out var free) ? free : new Block(this);
            block.IsRented = true;
            return block;
        }

        private void Return(Block block)
        {
            if (_free.Count < MostFree)
                _free.Enqueue(block);
        }

        protected override void Dispose(bool disposing) => _free.Clear();

        /// <summary>Where it lies the collector leaves it: the system writes into it meanwhile.</summary>
        private sealed class Block(Pool pool) : IMemoryOwner<byte>
        {
            private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);

            public Memory<byte> Memory => MemoryMarshal.CreateFromPinnedArray(_bytes, 0, _bytes.Length);

            public bool IsRented { get; set; }

            public void Dispose()
            {
                // Given back twice, it would be two connections'.
                if (!IsRented)
                    return;
                IsRented = false;
                pool.Return(this);
            }
        }
    }
}
