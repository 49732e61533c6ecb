using System.IO.Hashing;
using CsCheck;
using Ingestion.Core.Artifacts;
using Ingestion.Core.Dedupe;

namespace Ingestion.Core.Tests.Dedupe;

public sealed class KeyFileTests
{
    [Fact]
    public async Task Read_EachSection_IsTheKeysOfItsPartition()
    {
        var folder = Directory.CreateTempSubdirectory("key-file-");
        try
        {
            var store = new FolderArtifactStore(folder.FullName, flushToDisk: false);
            foreach (var count in new[] { 0, 1, 70_000 })
            {
                var rules = new[] { Keys(count, seed: 1, partitions: 3), Keys(count, seed: 2, partitions: 3) };
                await using (var writer = await store.CreateAsync("a/keys", TestContext.Current.CancellationToken))
                {
                    KeyFile.Write(writer.Stream, rules);
                    await writer.CommitAsync(TestContext.Current.CancellationToken);
                }
                using var reader = await store.OpenAsync("a/keys", TestContext.Current.CancellationToken);
                KeyFile.Verify(reader!, "a/keys");
                for (var rule = 0; rule < 2; rule++)
                {
                    for (var partition = 0; partition < 3; partition++)
                        Assert.Equal(rules[rule].KeysOf(partition).ToArray(), KeyFile.Read(reader!, "a/keys", KeyFile.SectionOf(rule, partition, 3)));
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Write_OneKey_HasTheDocumentedLayout()
    {
        var bytes = BytesOf(new UInt128(0x0F0E0D0C0B0A0908, 0x0706050403020100));

        Assert.Equal("INGKEYS2"u8, bytes.AsSpan(0, 8));
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], bytes[8..24]);
        Assert.Equal(XxHash3.HashToUInt64(bytes.AsSpan(40)), BitConverter.ToUInt64(bytes, 24));
        Assert.Equal(XxHash3.HashToUInt64(bytes.AsSpan(0, 32)), BitConverter.ToUInt64(bytes, 32));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], bytes[40..]);
    }

    [Fact]
    public void Verify_AnyByteChanged_SaysWhichFileIsDamagedAndWhatToDo()
    {
        var bytes = BytesOf(1, 2, UInt128.MaxValue);

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
    public void Verify_FileCutOrExtended_SaysWhichFileIsDamagedAndWhatToDo()
    {
        var bytes = BytesOf(1, 2, UInt128.MaxValue);

        for (var length = 0; length < bytes.Length; length++)
            AssertDamaged(bytes[..length]);
        AssertDamaged([.. bytes, 0]);
    }

    [Fact]
    public void Read_SectionThatIsNotThere_SaysSo()
    {
        using var reader = new BytesReader(BytesOf(1));
        Assert.Throws<InvalidDataException>(() => KeyFile.Read(reader, "k", 1));
    }

    private static PartitionedKeys Keys(int count, ulong seed, int partitions)
    {
        var keys = Enumerable.Range(0, count).Select(i => new UInt128(seed, ((ulong)i + 1) * 0x9E3779B97F4A7C15)).ToArray();
        return PartitionedKeys.Of(keys, [.. Enumerable.Range(0, count)], partitions);
    }

    private static void AssertDamaged(byte[] bytes)
    {
        using var reader = new BytesReader(bytes);
        var exception = Assert.Throws<InvalidDataException>(() => KeyFile.Verify(reader, "p/jobs/j/keys/000007.keys"));
        Assert.Contains("'p/jobs/j/keys/000007.keys' is damaged", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Start the job anew", exception.Message, StringComparison.Ordinal);
    }

    private static byte[] BytesOf(params UInt128[] keys)
    {
        using var stream = new MemoryStream();
        KeyFile.Write(stream, [PartitionedKeys.Whole(keys)]);
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
