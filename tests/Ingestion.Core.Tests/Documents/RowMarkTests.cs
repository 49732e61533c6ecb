using System.Text;
using CsCheck;
using Ingestion.Core.Documents;

namespace Ingestion.Core.Tests.Documents;

public sealed class RowMarkTests
{
    [Fact]
    public void Position_WrittenAndParsed_IsTheSame() =>
        Gen.Select(Gen.Int[1, 9999], Gen.Int[1, 99], Gen.Int[1, 1_000_000], Gen.Int[1, 100], Gen.Select(Gen.Int[0, 500], Gen.Int[1, 100]).List[0, 5])
            .Sample((page, table, row, confidence, cells) =>
            {
                var position = new RowPosition(page, table, row, confidence);
                var doubts = cells.ConvertAll(cell => new CellDoubt(cell.Item1, cell.Item2));

                var parsed = RowMark.Parse(Encoding.ASCII.GetBytes(Text(position) + "!0;4" + (doubts.Count > 0 ? RowMark.Write(doubts, firstColumn: 0) : "")));

                Assert.Equal(position, parsed with { Doubts = null });
                Assert.Equal(doubts, parsed.Doubts ?? []);
            });

    [Fact]
    public void Errors_BesideDoubts_AreTold()
    {
        var mark = "3.1.5.80!0;4~2.45"u8;

        Assert.True(RowMark.HasErrors(mark));
        Assert.Equal([true, false, false, false, true], Enumerable.Range(0, 5).Select(column => RowMark.IsError("3.1.5.80!0;4~2.45"u8, column)));
        Assert.False(RowMark.HasErrors("3.1.5.80~2.45"u8));
    }

    private static string Text(RowPosition position)
    {
        var bytes = new byte[RowMark.MostPositionBytes];
        return Encoding.ASCII.GetString(bytes, 0, RowMark.Write(position, bytes));
    }
}
