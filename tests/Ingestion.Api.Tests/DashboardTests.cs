using System.Net;
using Ingestion.Data;
using Microsoft.Extensions.Configuration;

namespace Ingestion.Api.Tests;

public sealed class DashboardTests(ApiHost host)
{
    public static TheoryData<string> Paths => ["/dashboard", "/dashboard/", "/dashboard/index.min.js", "/dashboard/DashboardCounters", "/dashboard/GrainState", "/dashboard/Trace"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Dashboard_ForNobody_IsRefused(string path)
    {
        using var client = host.Anonymous();

        await (await client.ReadAsync(path)).ProblemAsync(HttpStatusCode.Unauthorized, "not-signed-in");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Dashboard_ForAUser_IsRefused(string path)
    {
        using var client = host.ClientOf(host.Owner);

        var problem = await (await client.ReadAsync(path)).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        Assert.Equal("This is for the administrator: the account of INGESTION_ADMIN_EMAIL.", problem.Text("detail"));
    }

    [Fact]
    public async Task Dashboard_ForTheAdministrator_IsServed()
    {
        var administrator = await host.Get<UserTable>().FindByEmailAsync(ApiHost.AdministratorEmail, Answers.Cancellation)
            ?? await host.Get<UserTable>().CreateAsync(ApiHost.AdministratorEmail, "Ada Admin", ApiHost.Password, Answers.Cancellation);
        using var client = host.ClientOf(administrator);

        var page = await client.ReadAsync("/dashboard/");

        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Contains("<title>Orleans Dashboard</title>", await page.Content.ReadAsStringAsync(Answers.Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dashboard_SwitchedOff_IsNotThere()
    {
        var off = new ApiHost(builder => builder.Configuration.AddInMemoryCollection([new("Dashboard:Enabled", "false")]));
        await off.InitializeAsync();
        try
        {
            using var client = off.ClientOf(off.Owner);
            Assert.Equal(HttpStatusCode.NotFound, (await client.ReadAsync("/dashboard/")).StatusCode);
        }
        finally
        {
            await off.DisposeAsync();
        }
    }
}
