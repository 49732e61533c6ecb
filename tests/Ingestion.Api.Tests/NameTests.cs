using System.Text;
using Ingestion.Api.Jobs;
using Ingestion.Api.Uploads;

namespace Ingestion.Api.Tests;

public sealed class NameTests
{
    [Theory]
    [InlineData(null, "upload")]
    [InlineData("", "upload")]
    [InlineData("   ", "upload")]
    [InlineData("...", "upload")]
    [InlineData("a/", "upload")]
    [InlineData("/etc/passwd", "passwd")]
    [InlineData(@"C:\Users\me\orders.csv", "orders.csv")]
    [InlineData("or\0ders\r\n.csv", "orders.csv")]
    [InlineData("invoice\u202Evsc.exe", "invoicevsc.exe")]
    [InlineData("\u200Fa\u2066b\uFEFF.csv", "ab.csv")]
    [InlineData("Größe 2024.csv", "Größe 2024.csv")]
    public void DisplayFileName_OfAnything_IsSafeToShow(string? sent, string shown) => Assert.Equal(shown, DisplayFileName.From(sent));

    [Fact]
    public void DisplayFileName_Of400Characters_KeepsTheExtension()
    {
        var name = DisplayFileName.From(new string('x', 400) + ".csv");

        Assert.Equal(255, name.Length);
        Assert.EndsWith("xx.csv", name, StringComparison.Ordinal);
    }

    [Fact]
    public void DisplayFileName_CutInsideASurrogatePair_DropsTheWholeOfIt()
    {
        var name = DisplayFileName.From(new string('x', 250) + "😀😀😀.csv");

        Assert.Equal(new string('x', 250) + ".csv", name);
    }

    [Theory]
    [InlineData("orders.csv", "orders.clean.parquet")]
    [InlineData("Q1.2024", "Q1.2024.clean.parquet")]
    [InlineData("a/b: \"c\"", "a_b_ _c_.clean.parquet")]
    [InlineData("..", "upload.clean.parquet")]
    public void DownloadName_OfAJob_IsAFileName(string job, string expected) => Assert.Equal(expected, DownloadName.Of(job, "clean.parquet"));

    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("a\n", 1)]
    [InlineData("a\r\nb\r\n", 2)]
    [InlineData("a\rb\rc", 3)]
    [InlineData("a\nb\rc\r\nd", 4)]
    [InlineData("\r\n\r\n", 2)]
    public void LineCounter_WhateverTheBlocks_CountsLines(string text, long lines)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var size = 1; size <= bytes.Length + 1; size++)
        {
            var counter = new LineCounter();
            foreach (var block in bytes.Chunk(size))
                counter.Add(block);
            Assert.Equal(lines, counter.Lines);
        }
    }
}
