using CsCheck;
using Ingestion.Core.Dedupe;

namespace Ingestion.Core.Tests.Dedupe;

public sealed class PartitionedKeysTests
{
    private static readonly Gen<UInt128> Key = Gen.Select(Gen.ULong, Gen.ULong, Gen.Int[0, 3], (high, low, kind) => kind == 0 ? UInt128.Zero : new UInt128(high, low));

    [Fact]
    public void Of_AnyKeysAndRows_HasEachRowOnceInItsPartitionAndInTurn() =>
        Gen.Select(Key.Array[0, 200], Gen.Int[1, 70], Gen.Bool).Sample((keys, partitions, isFromEnd) =>
        {
            var rows = Enumerable.Range(0, keys.Length).ToArray();
            if (isFromEnd)
                Array.Reverse(rows);

            var grouped = PartitionedKeys.Of(keys, rows, partitions);

            Assert.Equal(partitions, grouped.PartitionCount);
            for (var partition = 0; partition < partitions; partition++)
            {
                var expected = rows.Where(row => keys[row] != UInt128.Zero && PartitionedKeys.PartitionOf(keys[row], partitions) == partition).ToArray();
                var actual = grouped.KeysOf(partition).ToArray();
                Assert.Equal(expected.Select(row => keys[row]), actual);
                Assert.Equal(expected, Enumerable.Range(0, actual.Length).Select(i => grouped.RowOf(partition, i)));
            }
        });

    [Fact]
    public void PartitionOf_ManyHashes_SpreadsThemEvenly()
    {
        var counts = new int[7];
        for (var i = 0UL; i < 70_000; i++)
            counts[PartitionedKeys.PartitionOf(System.IO.Hashing.XxHash128.HashToUInt128(BitConverter.GetBytes(i)), counts.Length)]++;

        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }
}
