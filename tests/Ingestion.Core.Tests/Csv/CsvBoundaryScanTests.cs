using System.Runtime.InteropServices;
using CsCheck;
using Ingestion.Core.Csv;
using Ingestion.Core.Tests.Runs;

namespace Ingestion.Core.Tests.Csv;

public sealed class CsvBoundaryScanTests
{
    private const int ScanBytes = 64;

    private static readonly Gen<byte[]> Sources = Gen.OneOf(
        Gen.OneOf<byte>((byte)'a', (byte)'b', (byte)',', (byte)'"', (byte)'"', (byte)'\r', (byte)'\n').Array[0, 400],
        CsvBytes.WellFormed,
        CsvBytes.Garbage);

    [Fact]
    public void Scan_AnyBytes_VectorAndScalarAgree() =>
        Sources.Sample(bytes => Assert.Equal(Run(bytes, isScalar: true), Run(bytes, isScalar: false)), iter: 20_000, print: Print.Of);

    [Fact]
    public void Scan_AnyBytes_AgreesWithStateMachine() =>
        Sources.Sample(
            bytes =>
            {
                var expected = StateMachine(bytes);
                var actual = Run(bytes, isScalar: false);
                Assert.Equal(expected.IsMalformed, actual.IsMalformed);
                if (!expected.IsMalformed)
                    Assert.Equal(expected, actual);
            },
            iter: 20_000,
            print: Print.Of);

    [Theory]
    [InlineData("a\rb\r", "2")]
    [InlineData("a\r\nb\r\nc", "3,6")]
    [InlineData("\"a\rb\"\rc", "6")]
    [InlineData("\"a\"\"\n\"\n", "7")]
    public void Scan_LineBreaksAndQuotes_FindsRecordEnds(string text, string ends) =>
        Assert.Equal(ends, Run(System.Text.Encoding.UTF8.GetBytes(text), isScalar: true).Ends);

    [Fact]
    public void Scan_LoneCrAtTheEndOfABlock_IsFoundWithTheNextBlock()
    {
        var record = System.Text.Encoding.UTF8.GetBytes(new string('x', ScanBytes - 1) + "\r");

        Assert.Equal("64,128", Run([.. record, .. record, (byte)'y'], isScalar: false).Ends);
    }

    /// <summary>What a scan says. A CR that ends the source is left out: the scan does not know that nothing follows.</summary>
    private static Scanned Run(byte[] bytes, bool isScalar)
    {
        var scan = new CsvBoundaryScan(CsvDialect.Default);
        var ends = new List<int>();
        for (var start = 0; start < bytes.Length; start += ScanBytes)
        {
            var block = bytes.AsSpan(start, Math.Min(ScanBytes, bytes.Length - start));
            var mask = isScalar || block.Length < ScanBytes ? scan.ScanScalar(block) : scan.Scan64(ref MemoryMarshal.GetReference(block));
            if (scan.StartsRecord)
                ends.Add(start);
            for (var bit = 0; bit < ScanBytes; bit++)
            {
                if ((mask >> bit & 1) != 0)
                    ends.Add(start + bit + 1);
            }
        }
        Assert.Equal(bytes.Length, scan.Position);
        Assert.Equal(LineBreaks.CountScalar(bytes), scan.Lines);
        return new Scanned(string.Join(',', ends), scan.IsMalformed, scan.EndsInQuotes);
    }

    /// <summary>RFC 4180, one byte after the other.</summary>
    private static Scanned StateMachine(byte[] bytes)
    {
        var (ends, isMalformed, state) = (new List<int>(), false, State.FieldStart);
        for (var i = 0; i < bytes.Length; i++)
        {
            var isBreak = bytes[i] is (byte)'\r' or (byte)'\n';
            switch (state)
            {
                case State.Quoted:
                    state = bytes[i] == '"' ? State.AfterQuote : State.Quoted;
                    continue;
                case State.AfterQuote when bytes[i] == '"':
                    state = State.Quoted;
                    continue;
                case State.AfterQuote when bytes[i] != ',' && !isBreak:
                case State.Text when bytes[i] == '"':
                    isMalformed = true;
                    break;
                default:
                    break;
            }
            state = isBreak || bytes[i] == ',' ? State.FieldStart : bytes[i] == '"' ? State.Quoted : State.Text;
            if (bytes[i] == '\n' || (bytes[i] == '\r' && i + 1 < bytes.Length && bytes[i + 1] != '\n'))
                ends.Add(i + 1);
        }
        return new Scanned(string.Join(',', ends), isMalformed, state == State.Quoted);
    }

    private enum State
    {
        FieldStart,
        Text,
        Quoted,
        AfterQuote,
    }

    private sealed record Scanned(string Ends, bool IsMalformed, bool EndsInQuotes);
}
