using Ingestion.Api.Hosting;

namespace Ingestion.Api.Tests;

public sealed class LargeBlocksTests
{
    [Fact]
    public void Rent_WhateverTheServerAsksFor_GivesAWholeBlock()
    {
        using var pool = new LargeBlocks().Create();

        using var block = pool.Rent(4096);

        Assert.Equal(64 * 1024, block.Memory.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent((64 * 1024) + 1));
    }

    [Fact]
    public void Rent_ABlockThatWasGivenBack_GivesItToOneAtATime()
    {
        using var pool = new LargeBlocks().Create();
        var first = pool.Rent();
        first.Dispose();
        // Once more, as a careless user does.
        first.Dispose();

        using var second = pool.Rent();
        using var third = pool.Rent();

        Assert.Same(first, second);
        Assert.NotSame(second, third);
    }

    [Fact]
    public async Task Rent_ByManyAtOnce_IsNobodyElsesMeanwhile()
    {
        using var pool = new LargeBlocks().Create();

        await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++)
            {
                using var block = pool.Rent();
                block.Memory.Span[..64].Fill((byte)number);
                Thread.Yield();
                Assert.Equal(-1, block.Memory.Span[..64].IndexOfAnyExcept((byte)number));
            }
        })));
    }
}
