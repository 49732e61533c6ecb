using CsCheck;
using Ingestion.Core.Dedupe;

namespace Ingestion.Core.Tests.Dedupe;

public sealed class KeyIndexTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"key-index-{Guid.NewGuid():N}");

    // Hashes, and what hashes never are: few values, equal high words, crowds at both ends of the range.
    private static readonly Gen<UInt128> Keys = Gen.Frequency(
        (8, Gen.Select(Gen.ULong, Gen.ULong, (high, low) => new UInt128(high, low))),
        (2, Gen.ULong[0, 60].Select(low => (UInt128)low)),
        (1, Gen.Select(Gen.ULong[0, 3], Gen.ULong, (high, low) => new UInt128(high << 40, low))),
        (1, Gen.ULong[0, 200].Select(down => UInt128.MaxValue - down)),
        (1, Gen.ULong[0, 200].Select(down => new UInt128(ulong.MaxValue - (down / 100), down))),
        (1, Gen.Int[0, 3].Select(i => new[] { UInt128.Zero, UInt128.One, UInt128.MaxValue, new UInt128(1, 0) }[i])));

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void AddInOrder_AnyKeysAndLimit_AgreesWithHashSet() =>
        Gen.Select(Keys.Array[0, 1200].Array[1, 6], Gen.Long[64, 256], Gen.Bool).Sample(
            (batches, limitKiB, inMemory) =>
            {
                using var index = Index(inMemory ? 256 << 20 : limitKiB * 1024);
                AssertAgrees(index, batches.Concat(batches.Reverse()));
            },
            iter: 60,
            threads: 1);

    [Theory]
    [InlineData(256 << 20, 0)]
    [InlineData(4 << 20, 1)]
    [InlineData(64 << 10, 9)]
    public void AddInOrder_HashesThatRepeat_AgreesWithHashSetWhateverWasSpilled(long limitBytes, int leastRuns)
    {
        var random = new Random(5);
        var known = new List<UInt128>();
        using var index = Index(limitBytes);
        var batches = Enumerable.Range(0, 12).Select(_ => Enumerable.Range(0, 20_000).Select(_ => Next()).ToArray());

        AssertAgrees(index, batches);

        Assert.InRange(index.RunCount, leastRuns, 40);

        UInt128 Next()
        {
            if (known.Count > 0 && random.Next(10) == 0)
                return known[random.Next(known.Count)];
            known.Add(Hash(random));
            return known[^1];
        }
    }

    [Fact]
    public void AddInOrder_AnyKeysAndGuess_AgreesWithHashSet() =>
        Gen.Select(Keys.Array[0, 1200].Array[1, 6], Gen.OneOf<long>(0, 1_000, 200_000, 600_000), Gen.Int[0, 5], Gen.OneOf<long>(256 << 20, 8 << 20, 64 << 10)).Sample(
            (batches, expected, after, limit) =>
            {
                using var index = Index(limit);
                AssertAgrees(index, batches.Concat(batches.Reverse()), beforeBatch: number =>
                {
                    if (number == after)
                        index.Expect(expected);
                });
                Assert.True(index.MemoryBytes <= limit + (4096 * 40), $"{index.MemoryBytes} bytes");
            },
            iter: 60,
            threads: 1);

    [Fact]
    public void MemoryBytes_MoreKeysThanExpected_IsAtMost32AKey()
    {
        const int Expected = 250_000;
        var random = new Random(9);
        using var index = Index();
        index.Add([.. Enumerable.Range(0, 10_000).Select(_ => Hash(random))]);
        index.Expect(Expected);
        Assert.InRange(index.MemoryBytes, 16 * Expected, 32 * Expected);
        var inRoom = index.MemoryBytes;

        index.Add([.. Enumerable.Range(0, Expected - 10_000).Select(_ => Hash(random))]);
        Assert.Equal(OperatingSystem.IsLinux() ? inRoom : index.MemoryBytes, index.MemoryBytes);

        for (var i = 0; i < 40; i++)
        {
            index.Add([.. Enumerable.Range(0, 20_000).Select(_ => Hash(random))]);
            Assert.True(index.MemoryBytes <= 32 * index.Count, $"{index.MemoryBytes} bytes for {index.Count} keys");
        }
        Assert.Equal(Expected + 800_000, index.Count);
    }

    [Fact]
    public void AddInOrder_KeyTwiceInOneCall_IsNewOnlyTheFirstTime()
    {
        using var index = Index();
        var seen = new bool[7];

        index.AddInOrder([7, 0, UInt128.MaxValue, 7, 0, UInt128.MaxValue, 8], seen);

        Assert.Equal([false, false, false, true, true, true, false], seen);
        Assert.Equal(4, index.Count);
    }

    [Fact]
    public void AddInOrder_KeysThatWereRebuilt_AreSeen()
    {
        var random = new Random(8);
        var keys = Enumerable.Range(0, 10_000).Select(_ => Hash(random)).ToArray();
        using var index = Index();
        index.Add(keys);
        var seen = new bool[keys.Length];

        index.AddInOrder(keys, seen);

        Assert.DoesNotContain(false, seen);
        Assert.Equal(keys.Length, index.Count);
    }

    [Fact]
    public void AddInOrder_TooFewAnswers_Throws()
    {
        using var index = Index();

        Assert.Throws<ArgumentException>(() => index.AddInOrder([1, 2], new bool[1]));
    }

    [Theory]
    [InlineData(256 << 20)]
    [InlineData(1 << 20)]
    public void MemoryBytes_BeforeInsideAndAfterEveryGrowth_IsAtMost32AKey(long limitBytes)
    {
        var random = new Random(3);
        using var index = Index(limitBytes);
        index.Add([.. Enumerable.Range(0, 100_000).Select(_ => Hash(random))]);

        for (var i = 0; i < 250_000; i++)
        {
            index.Add([Hash(random)]);
            Assert.True(index.MemoryBytes <= 32 * index.Count, $"{index.MemoryBytes} bytes for {index.Count} keys");
            Assert.True(index.PeakTableBytes <= Math.Min(limitBytes, 32 * index.Count), $"{index.PeakTableBytes} bytes at a growth for {index.Count} keys");
        }
    }

    [Fact]
    public void MemoryBytes_PastTheLimit_IsTheLimitAndTwoBytesASpilledKey()
    {
        const long LimitBytes = 1 << 20;
        var random = new Random(4);
        using var index = Index(LimitBytes);

        for (var i = 0; i < 100; i++)
        {
            index.Add([.. Enumerable.Range(0, 5_000).Select(_ => Hash(random))]);
            var pages = (index.RunCount * (4096 + 128)) + (index.SpilledCount / 16);
            Assert.InRange(index.MemoryBytes, 0, LimitBytes + (2 * index.SpilledCount) + pages);
        }

        Assert.Equal(500_000, index.Count);
        Assert.InRange(index.SpilledCount, 400_000, 500_000);
    }

    [Fact]
    public void Dispose_AfterSpilling_DeletesTheFolder()
    {
        var index = Index(64 << 10);
        Assert.False(Directory.Exists(_folder));
        Fill(index);
        Assert.NotEmpty(Directory.GetFiles(_folder));

        index.Dispose();

        Assert.False(Directory.Exists(_folder));
        Assert.Throws<ObjectDisposedException>(() => index.Add([1]));
    }

    [Fact]
    public void Dispose_FolderWithFilesOfOthers_DeletesOnlySpillFiles()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "run-999999.keys"), "left by a process that was killed");
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "somebody's");
        var index = Index(64 << 10);
        Fill(index);

        index.Dispose();

        Assert.Equal([Path.Combine(_folder, "notes.txt")], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Add_SpillFolderCannotBeMade_ThrowsIOException()
    {
        Directory.CreateDirectory(_folder);
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        using var index = new KeyIndex(new KeyIndexOptions { SpillFolder = Path.Combine(file, "below"), MemoryLimitBytes = 64 << 10 });

        Assert.ThrowsAny<IOException>(() => Fill(index));
    }

    [Fact]
    public void Constructor_LimitBelowTheSmallest_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Index(KeyIndexOptions.SmallestMemoryLimitBytes - 1));

    private KeyIndex Index(long limitBytes = 256 << 20) => new(new KeyIndexOptions { SpillFolder = _folder, MemoryLimitBytes = limitBytes });

    private static void Fill(KeyIndex index)
    {
        var random = new Random(6);
        index.Add([.. Enumerable.Range(0, 5_000).Select(_ => Hash(random))]);
    }

    private static UInt128 Hash(Random random) => new((ulong)random.NextInt64() << 1 ^ (ulong)random.NextInt64(), (ulong)random.NextInt64() << 1);

    private static void AssertAgrees(KeyIndex index, IEnumerable<UInt128[]> batches, Action<int>? beforeBatch = null)
    {
        var model = new HashSet<UInt128>();
        foreach (var (number, batch) in batches.Index())
        {
            beforeBatch?.Invoke(number);
            var seen = new bool[batch.Length];
            Array.Fill(seen, true);
            index.AddInOrder(batch, seen);
            Assert.Equal(batch.Select(key => !model.Add(key)), seen);
            Assert.Equal(model.Count, index.Count);
        }
    }
}
