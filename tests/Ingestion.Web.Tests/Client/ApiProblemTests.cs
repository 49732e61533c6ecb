using System.Net;
using Ingestion.Web.Client;

namespace Ingestion.Web.Tests.Client;

public sealed class ApiProblemTests
{
    [Fact]
    public void Read_ProblemDocument_KeepsItsWords()
    {
        var problem = ApiProblem.Read(HttpStatusCode.BadRequest, """{"title":"The recipe does not fit","detail":"Two rules are wrong.","status":400}""");

        Assert.Equal((ApiProblemKind.Refused, "The recipe does not fit", "Two rules are wrong."), (problem.Kind, problem.Title, problem.Detail));
    }

    [Theory]
    [InlineData("""{"errors":{"rules[0].column":["no such column","ask again"],"name":["empty"]}}""", "rules[0].column: no such column|rules[0].column: ask again|name: empty")]
    [InlineData("""{"errors":[{"path":"rules[2].params.pattern","message":"not a pattern"}]}""", "rules[2].params.pattern: not a pattern")]
    [InlineData("""{"errors":["one","two"]}""", "one|two")]
    [InlineData("""{"errors":5}""", "")]
    public void Read_FieldErrorsInEitherForm_SaysWhichFieldAndWhy(string body, string expected) =>
        Assert.Equal(expected, string.Join('|', ApiProblem.Read(HttpStatusCode.BadRequest, body).Errors));

    [Fact]
    public void Read_DetailThatRepeatsTheErrors_SaysThemOnce()
    {
        var problem = ApiProblem.Read(HttpStatusCode.BadRequest, """{"detail":"name: too long. limit: too large.","errors":{"name":["too long."],"limit":["too large."]}}""");

        Assert.Null(problem.Detail);
        Assert.Equal(["name: too long.", "limit: too large."], problem.Errors);
    }

    [Theory]
    [InlineData(401, ApiProblemKind.SignIn)]
    [InlineData(403, ApiProblemKind.Refused)]
    [InlineData(404, ApiProblemKind.NotFound)]
    [InlineData(409, ApiProblemKind.Refused)]
    [InlineData(500, ApiProblemKind.Failed)]
    [InlineData(502, ApiProblemKind.Unreachable)]
    [InlineData(503, ApiProblemKind.Unreachable)]
    public void Read_BodyThatIsNoProblem_StillHasATitle(int status, ApiProblemKind expected)
    {
        foreach (var body in new[] { "", "<html>Bad gateway</html>", "[1]", "null", """{"title":7}""" })
        {
            var problem = ApiProblem.Read((HttpStatusCode)status, body);

            Assert.Equal(expected, problem.Kind);
            Assert.NotEmpty(problem.Title);
        }
    }

    [Theory]
    [InlineData("/jobs?project=1", true)]
    [InlineData("/", true)]
    [InlineData("//evil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("/\tjobs", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsLocal_ReturnAddress_StaysOnThisSite(string? url, bool expected) => Assert.Equal(expected, WebSignIn.IsLocal(url));
}
