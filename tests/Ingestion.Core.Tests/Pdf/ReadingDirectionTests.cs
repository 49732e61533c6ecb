using Ingestion.Core.Pdf;

namespace Ingestion.Core.Tests.Pdf;

public sealed class ReadingDirectionTests
{
    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("םולש", "שלום")]
    [InlineData("Pythonו", "וPython")]
    [InlineData("12.5ה", "ה12.5")]
    [InlineData(".םולש", "שלום.")]
    public void Word_DrawnFromLeftToRight_IsAsItIsRead(string drawn, string read) =>
        Assert.Equal(read, ReadingDirection.Word([.. drawn.Select(letter => letter.ToString())]));

    [Fact]
    public void Word_WithALigature_KeepsItsLetters() => Assert.Equal("سلام", ReadingDirection.Word(["م", "لا", "س"]));

    [Theory]
    [InlineData("one two three", "one two three")]
    [InlineData("ג ב א", "א ב ג")]
    [InlineData("ג visual basic א", "א visual basic ג")]
    [InlineData("ב Python 3 א", "א Python 3 ב")]
    [InlineData("ב 2021 2020 א", "א 2020 2021 ב")]
    [InlineData("the words ב א mean", "the words א ב mean")]
    public void Line_DrawnFromLeftToRight_IsAsItIsRead(string drawn, string read) =>
        Assert.Equal(read, string.Join(' ', ReadingDirection.Line(drawn.Split(' '), word => word)));
}
