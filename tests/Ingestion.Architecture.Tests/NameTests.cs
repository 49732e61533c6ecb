using System.Text.RegularExpressions;

namespace Ingestion.Architecture.Tests;

public sealed partial class NameTests
{
    [Fact]
    public void Type_Each_IsNamedAfterWhatItIs() =>
        Violations.AssertNone(
            Declarations.All.Where(type => SaysNothing().IsMatch(type.Name)).Select(type => $"{type.File}: {type.Name}"),
            "Name these after what they are in the field:");

    [Fact]
    public void Interface_Each_HasMoreThanItsNamesake() =>
        Violations.AssertNone(
            Namesakes(Declarations.All).Select(type => $"{type.File}: {type.Name}"),
            "An interface is for a grain, for two implementations or for a test seam; these have only the class of the same name:");

    [Theory]
    [InlineData("internal sealed class JobManager(int x)", "JobManager")]
    [InlineData("public static partial class StringUtils", "StringUtils")]
    [InlineData("readonly record struct RowProcessor(int A, (int, int) B) : IRow;", "RowProcessor")]
    public void SaysNothing_NameThatFitsAnything_IsFound(string text, string name)
    {
        Assert.Equal(name, Assert.Single(Declarations.In("a.cs", text)).Name);
        Assert.Matches(SaysNothing(), name);
    }

    [Theory]
    [InlineData("interface IMailService { } class MailService : IMailService { }", 1)]
    [InlineData("interface IMail { } class Mail(int a) : Base<int>(a), IMail { }", 1)]
    [InlineData("interface IMail { } class Mail : IMail { } class MemoryMail : IMail { }", 0)]
    [InlineData("interface IStore { } class FolderStore : IStore { }", 0)]
    [InlineData("interface IJobGrain : IGrainWithStringKey { } class JobGrain : Grain, IJobGrain { }", 0)]
    public void Namesakes_InterfaceWithItsClass_IsFoundUnlessItIsAGrain(string types, int found) =>
        Assert.Equal(found, Namesakes([.. Declarations.In("a.cs", types.Replace("} ", "}\n", StringComparison.Ordinal))]).Count());

    private static IEnumerable<Declaration> Namesakes(IReadOnlyList<Declaration> types) =>
        from type in types
        where type.Keyword == "interface" && !type.Bases.Any(name => name.StartsWith("IGrain", StringComparison.Ordinal))
        let implementations = types.Where(other => other.Keyword != "interface" && other.Bases.Contains(type.Name)).Select(other => other.Name).Distinct().ToList()
        where implementations.Count == 1 && "I" + implementations[0] == type.Name
        select type;

    [GeneratedRegex("(?:Manager|Helpers?|Processor|Utils?|Utilit(?:y|ies)|Common)$")]
    private static partial Regex SaysNothing();
}
