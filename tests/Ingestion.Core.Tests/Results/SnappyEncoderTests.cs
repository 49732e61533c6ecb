using System.Runtime.InteropServices;
using System.Text;
using CsCheck;
using Ingestion.Core.Results.Parquet.Writing;
using Snappier;

namespace Ingestion.Core.Tests.Results;

/// <summary>What is compressed is read by another's decoder, whatever it is.</summary>
public sealed class SnappyEncoderTests
{
    private static readonly Gen<byte[]> Anything = Gen.OneOf(
        Gen.Byte.Array[0, 300],
        Gen.Byte[0, 3].Array[0, 3000],
        // Pieces that come again at all distances, and beyond what a copy reaches.
        Gen.Byte.Array[1, 40].Array[1, 30].SelectMany(pieces => Gen.Int[0, pieces.Length - 1].Array[0, 9000].Select(order => order.SelectMany(piece => pieces[piece]).ToArray())),
        Gen.Int[0, 200_000].Select(length => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, (length / 6) + 1).Select(number => $"{number}@a.b;")))[..length]),
        Gen.Select(Gen.Byte, Gen.Int[0, 200_000], (value, length) => Enumerable.Repeat(value, length).ToArray()));

    private static readonly Gen<byte[]> Words = Gen.Select(
        Gen.Byte.Array[0, 30],
        Gen.OneOf(
            Gen.Long.Array[0, 3000],
            Gen.Long[-70_000, 70_000].Array[0, 3000],
            Gen.Long[0, long.MaxValue - 9000].SelectMany(first => Gen.Int[0, 9000].Select(count => Enumerable.Range(0, count).Select(number => first + number).ToArray())),
            Gen.Double[-1, 1].Array[0, 3000].Select(doubles => MemoryMarshal.Cast<double, long>(doubles).ToArray())),
        (levels, words) => (byte[])[.. levels, .. MemoryMarshal.AsBytes<long>(words)]);

    [Fact]
    public void Compress_Anything_IsReadByAnother() => Anything.Sample(page => AssertRead(page, SnappyEncoder.Compress), iter: 100);

    [Fact]
    public void CompressWords_Anything_IsReadByAnother() => Gen.OneOf(Words, Anything).Sample(page => AssertRead(page, SnappyEncoder.CompressWords), iter: 100);

    [Fact]
    public void CompressWords_NumbersThatCountUp_AreHalf()
    {
        var page = MemoryMarshal.AsBytes<long>([.. Enumerable.Range(1_000_000, 60_000).Select(number => (long)number)]).ToArray();

        Assert.InRange(Compressed(page, SnappyEncoder.CompressWords).Length, 0, page.Length * 51 / 100);
    }

    [Fact]
    public void Compress_AddressesThatCountUp_AreAFifth()
    {
        var page = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(880_000, 40_000).Select(number => $"user{number}@example.com")));

        Assert.InRange(Compressed(page, SnappyEncoder.Compress).Length, 0, page.Length / 4);
    }

    private delegate int Compressor(ReadOnlySpan<byte> page, Span<byte> target);

    private static void AssertRead(byte[] page, Compressor compress) => Assert.Equal(page, Snappy.DecompressToArray(Compressed(page, compress)));

    private static byte[] Compressed(byte[] page, Compressor compress)
    {
        // Nothing is written outside of what it may write.
        var room = SnappyEncoder.MostBytes(page.Length);
        var target = new byte[room + 64];
        target.AsSpan(room).Fill(0xAB);
        var length = compress(page, target.AsSpan(0, room));
        Assert.InRange(length, 0, room);
        Assert.Equal(-1, target.AsSpan(room).IndexOfAnyExcept((byte)0xAB));
        return target[..length];
    }
}
