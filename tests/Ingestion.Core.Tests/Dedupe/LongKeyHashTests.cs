using System.IO.Hashing;
using CsCheck;
using Ingestion.Core.Columns;
using Ingestion.Core.Dedupe;

namespace Ingestion.Core.Tests.Dedupe;

public sealed class LongKeyHashTests
{
    // Key files of results that are to be repaired hold these hashes.
    [Fact]
    public void Of_AnyValue_IsXxHash128OfItsKeyBytes() =>
        Gen.OneOf(Gen.Long, Gen.Long[-1000, 1000], Gen.OneOf(long.MinValue, long.MaxValue, uint.MaxValue)).Sample(
            value =>
            {
                var key = new KeyBytes();
                key.Append(value);
                Assert.Equal(XxHash128.HashToUInt128(key.Written), LongKeyHash.Of(value));
            },
            iter: 100_000);
}
