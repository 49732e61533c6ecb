namespace Ingestion.Architecture.Tests;

public sealed class SizeTests
{
    [Fact]
    public void SourceFile_Each_EndsBeforeItsLimit() =>
        Violations.AssertNone(
            from file in SourceTree.WithExtension(".cs", ".razor").Append("README.md").Intersect(SourceTree.Files)
            let lines = SourceTree.LineCount(file)
            let limit = LimitOf(file)
            where lines > limit
            select $"{file}: {lines} lines, of {limit}",
            "Split by feature:");

    [Theory]
    [InlineData("Ingestion.Core/Csv/CsvSniffer.cs", 500)]
    [InlineData("Ingestion.Silo/Program.cs", 40)]
    [InlineData("Ingestion.AppHost/AppHost.cs", 60)]
    [InlineData("Ingestion.Web/Pages/Jobs.razor", 150)]
    [InlineData("Ingestion.Web/Pages/Jobs.razor.cs", 500)]
    [InlineData("README.md", 150)]
    public void LimitOf_KindOfFile_IsThatOfTheStylePage(string file, int lines) => Assert.Equal(lines, LimitOf(file));

    private static int LimitOf(string file) => (Path.GetFileName(file), Path.GetExtension(file)) switch
    {
        ("Program.cs", _) => 40,
        ("AppHost.cs", _) => 60,
        ("README.md", _) => 150,
        (_, ".razor") => 150,
        _ => 500,
    };
}
