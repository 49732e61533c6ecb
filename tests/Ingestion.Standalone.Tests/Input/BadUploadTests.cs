using System.Net.Sockets;
using System.Text;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Standalone.Tests.Input;

/// <summary>Uploads as no proper client sends them, byte by byte over a socket.</summary>
public sealed class BadUploadTests(SharedStandalone shared)
{
    private const string Content = "a,b\n1,x\n";

    [Theory]
    [InlineData("../../etc/passwd.csv", "passwd.csv")]
    [InlineData("..\\\\..\\\\orders.csv", "orders.csv")]
    [InlineData("..", "upload")]
    [InlineData("", "upload")]
    [InlineData("orders\u202Evsc.exe.csv", "ordersvsc.exe.csv")]
    [InlineData("orders\0.csv", "orders.csv")]
    [InlineData("\u200Forders\u200E.csv", "orders.csv")]
    public Task FileName_WithTricks_IsKeptWithoutThem(string sent, string kept) => AssertKeptAsync(sent, kept);

    [Fact]
    public Task FileName_Of400Characters_IsCutAndKeepsItsExtension() => AssertKeptAsync(new string('n', 400) + ".csv", new string('n', 251) + ".csv");

    [Fact]
    public async Task Upload_CutHalfWay_LeavesNothing()
    {
        var project = await shared.Api.CreateProjectAsync();
        var head = Part(project, "orders.csv");
        using (var socket = await ConnectAsync())
        {
            await SendHeadAsync(socket, head.Length + 50_000_000);
            await socket.SendAsync(Encoding.UTF8.GetBytes(head), SocketFlags.None, TestContext.Current.CancellationToken);
            await socket.SendAsync(new byte[4_000_000], SocketFlags.None, TestContext.Current.CancellationToken);
            await Polling.UntilAsync("the first bytes to be stored", () => Task.FromResult(shared.Folder.ArtifactFiles(project).FirstOrDefault()));
        }

        await Polling.UntilAsync("the bytes to be gone", () => Task.FromResult(shared.Folder.ArtifactFiles(project).Any() ? null : project.ToString()));
        Assert.Empty((await shared.Api.GetAsync($"/ingestion/artifacts?projectId={project}")).Json.GetProperty("items").EnumerateArray());
        Assert.Empty((await shared.Api.GetAsync($"/ingestion/jobs?projectId={project}")).Json.GetProperty("items").EnumerateArray());
    }

    private async Task AssertKeptAsync(string sent, string kept)
    {
        var project = await shared.Api.CreateProjectAsync();

        var answer = await SendAsync(project, sent);

        Assert.Equal("HTTP/1.1 200 OK", answer.Split("\r\n")[0]);
        var artifact = Assert.Single((await shared.Api.GetAsync($"/ingestion/artifacts?projectId={project}")).Read<Page<Artifact>>().Items);
        Assert.Equal(kept, artifact.FileName);
        Assert.Equal(Encoding.UTF8.GetBytes(Content), await shared.Api.DownloadAsync($"/ingestion/artifacts/{artifact.Id}/raw"));
        Assert.All(Directory.EnumerateFiles(shared.Folder.Path, "*.csv", SearchOption.AllDirectories), file => Assert.DoesNotContain(project.ToString(), file, StringComparison.Ordinal));
    }

    private async Task<string> SendAsync(ProjectId project, string fileName)
    {
        var body = Encoding.UTF8.GetBytes(Part(project, fileName) + Content + "\r\n--border--\r\n");
        using var socket = await ConnectAsync();
        await SendHeadAsync(socket, body.Length);
        await socket.SendAsync(body, SocketFlags.None, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(new NetworkStream(socket));
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(shared.Address.Host, shared.Address.Port, TestContext.Current.CancellationToken);
        return socket;
    }

    private async Task SendHeadAsync(Socket socket, long length) => await socket.SendAsync(Encoding.ASCII.GetBytes(
        $"POST /ingestion/upload/file HTTP/1.1\r\nHost: {shared.Address.Authority}\r\nAuthorization: Bearer {shared.Api.Token}\r\nConnection: close\r\n"
        + $"Content-Type: multipart/form-data; boundary=border\r\nContent-Length: {length}\r\n\r\n"), SocketFlags.None, TestContext.Current.CancellationToken);

    private static string Part(ProjectId project, string fileName) =>
        $"--border\r\nContent-Disposition: form-data; name=\"projectId\"\r\n\r\n{project}\r\n"
        + $"--border\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{fileName}\"\r\n\r\n";
}
