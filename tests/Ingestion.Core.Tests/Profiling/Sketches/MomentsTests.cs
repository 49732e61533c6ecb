using System.Numerics;
using CsCheck;
using Ingestion.Core.Profiling.Sketches;

namespace Ingestion.Core.Tests.Profiling.Sketches;

public sealed class MomentsTests
{
    private const double Precision = 1e-14;

    [Fact]
    public void Mean_AnyIntegers_IsThatOfExactArithmetic() =>
        Gen.OneOf(Gen.Long, Gen.Long[-100, 100], Gen.OneOf(long.MinValue, long.MaxValue, 0L)).Array[2, 40].Sample(
            values =>
            {
                var moments = new LongMoments(scale: 2);
                moments.Add(values);
                AssertExact(moments, [.. values.Select(value => (BigInteger)value)], unitsPerOne: 100);
            },
            iter: 300);

    [Fact]
    public void Mean_AnyDoubles_IsThatOfExactArithmetic() =>
        Gen.OneOf(Gen.Double[-1e6, 1e6], Gen.Double[-1e-5, 1e-5], Gen.OneOf(0.1, 1e15, -1e15, double.Epsilon, 1)).Array[2, 40].Sample(
            values =>
            {
                var moments = new DoubleMoments();
                moments.Add([.. values.Select(SortableDouble.Of)]);
                AssertExact(moments, [.. values.Select(Units)], BigInteger.One << 1074);
            },
            iter: 200);

    [Fact]
    public void Merge_AnyOrderOfDoubles_GivesTheSameBits() =>
        Gen.Select(Gen.Double[-1e9, 1e9].Array[1, 60], Gen.Int[0, 60]).Sample(
            (values, border) =>
            {
                var numbers = values.Select(SortableDouble.Of).ToArray();
                border = Math.Min(border, numbers.Length);
                var whole = new DoubleMoments();
                whole.Add(numbers);
                var (left, right) = (new DoubleMoments(), new DoubleMoments());
                left.Add(numbers.AsSpan(0, border));
                foreach (var number in numbers[border..].Reverse())
                    right.Add(number, 1);
                right.Merge(left);
                Assert.Equal((whole.Mean(), whole.Deviation()), (right.Mean(), right.Deviation()));
            },
            iter: 200);

    [Fact]
    public void Deviation_LargeNumbersCloseTogether_DoesNotCancel()
    {
        var moments = new LongMoments(scale: 0);
        moments.Add([1_000_000_000_000_000_001, 1_000_000_000_000_000_002, 1_000_000_000_000_000_003]);

        Assert.Equal(1, moments.Deviation());
    }

    [Fact]
    public void Add_NumberManyTimes_IsAddingItSoOften()
    {
        var (once, often) = (new DoubleMoments(), new DoubleMoments());
        once.Add(SortableDouble.Of(-0.1), 1_000);
        for (var i = 0; i < 1_000; i++)
            often.Add(SortableDouble.Of(-0.1), 1);

        Assert.Equal(SketchBytes.Of(often.Write), SketchBytes.Of(once.Write));
    }

    [Fact]
    public void Of_Doubles_KeepsTheirOrder() =>
        Gen.Select(Gen.Double, Gen.Double).Sample((a, b) =>
            double.IsNaN(a) || double.IsNaN(b) || (a.CompareTo(b) == SortableDouble.Of(a).CompareTo(SortableDouble.Of(b)) && SortableDouble.ToDouble(SortableDouble.Of(a)) == a));

    private static void AssertExact(Moments moments, BigInteger[] units, BigInteger unitsPerOne)
    {
        var sum = units.Aggregate(BigInteger.Zero, (total, value) => total + value);
        var squares = units.Aggregate(BigInteger.Zero, (total, value) => total + (value * value));
        var count = new BigInteger(units.Length);
        AssertClose(Divide(sum, count * unitsPerOne), moments.Mean()!.Value);
        AssertClose(Math.Sqrt(Divide((count * squares) - (sum * sum), count * (count - 1) * unitsPerOne * unitsPerOne)), moments.Deviation()!.Value);
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= Math.Abs(expected) * Precision, $"{expected:R} {actual:R}");

    private static double Divide(BigInteger numerator, BigInteger denominator)
    {
        const int Shift = 2200;
        var quotient = (numerator << Shift) / denominator;
        var bits = (int)quotient.GetBitLength();
        var drop = Math.Max(0, bits - 100);
        return Math.ScaleB((double)(quotient >> drop), drop - Shift);
    }

    private static BigInteger Units(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52) & 0x7FF;
        var mantissa = (bits & ((1L << 52) - 1)) | (exponent > 0 ? 1L << 52 : 0);
        return (bits < 0 ? -1 : 1) * ((BigInteger)mantissa << Math.Max(exponent - 1, 0));
    }
}
