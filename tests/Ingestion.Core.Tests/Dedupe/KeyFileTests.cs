using CsCheck;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Dedupe;

namespace Ingestion.Core.Tests.Dedupe;

public sealed class KeyFileTests
{
    [Fact]
    public async Task Read_WhatWasWritten_IsTheSameKeysInTheSameOrder()
    {
        var folder = Directory.CreateTempSubdirectory("key-file-");
        try
        {
            var store = new FolderArtifactStore(folder.FullName, flushToDisk: false);
            foreach (var count in new[] { 0, 1, 70_000, (512 * 1024) + 3 })
            {
                var keys = Enumerable.Range(0, count).Select(i => new UInt128((ulong)i * 0x9E3779B97F4A7C15, (ulong)i)).ToArray();
                await using (var writer = await store.CreateAsync("a/keys", TestContext.Current.CancellationToken))
                {
                    await KeyFile.WriteAsync(writer.Stream, keys, TestContext.Current.CancellationToken);
                    await writer.CommitAsync(TestContext.Current.CancellationToken);
                }
                using var reader = await store.OpenAsync("a/keys", TestContext.Current.CancellationToken);
                Assert.Equal(keys, KeyFile.Read(reader!, "a/keys"));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task WriteAsync_OneKey_HasTheDocumentedLayout()
    {
        var bytes = await BytesOf(new UInt128(0x0F0E0D0C0B0A0908, 0x0706050403020100));

        Assert.Equal("INGKEYS1"u8, bytes.AsSpan(0, 8));
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0], bytes[8..16]);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], bytes[16..32]);
        Assert.Equal(40, bytes.Length);
    }

    [Fact]
    public async Task Read_AnyByteChanged_SaysWhichFileIsDamagedAndWhatToDo()
    {
        var bytes = await BytesOf(1, 2, UInt128.MaxValue);

        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte[1, 255]).Sample(
            (at, change) =>
            {
                var changed = bytes.ToArray();
                changed[at] ^= change;
                AssertDamaged(changed);
            },
            iter: 500);
    }

    [Fact]
    public async Task Read_FileCutOrExtended_SaysWhichFileIsDamagedAndWhatToDo()
    {
        var bytes = await BytesOf(1, 2, UInt128.MaxValue);

        for (var length = 0; length < bytes.Length; length++)
            AssertDamaged(bytes[..length]);
        AssertDamaged([.. bytes, 0]);
    }

    private static void AssertDamaged(byte[] bytes)
    {
        using var reader = new BytesReader(bytes);
        var exception = Assert.Throws<InvalidDataException>(() => KeyFile.Read(reader, "p/jobs/j/keys/000007.keys"));
        Assert.Contains("'p/jobs/j/keys/000007.keys' is damaged", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Start the job anew", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<byte[]> BytesOf(params UInt128[] keys)
    {
        using var stream = new MemoryStream();
        await KeyFile.WriteAsync(stream, keys, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    private sealed class BytesReader(byte[] bytes) : ArtifactReader
    {
        public override long LengthBytes => bytes.Length;

        public override int Read(long offset, Span<byte> buffer)
        {
            var rest = bytes.AsSpan((int)Math.Min(offset, bytes.Length));
            var count = Math.Min(rest.Length, buffer.Length);
            rest[..count].CopyTo(buffer);
            return count;
        }

        public override Stream AsStream() => new MemoryStream(bytes, writable: false);

        public override void Dispose()
        {
        }
    }
}
