using CsCheck;
using Ingestion.Core.Csv;

namespace Ingestion.Core.Tests.Csv;

public sealed class ByteMaskTests
{
    [Fact]
    public void PrefixXor_AnyBits_SaysWhatTheScalarTwinDoes() =>
        Gen.ULong.Sample(bits => Assert.Equal(ByteMask.PrefixXorScalar(bits), ByteMask.PrefixXor(bits)), iter: 20_000);
}
