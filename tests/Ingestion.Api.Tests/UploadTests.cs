using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Ingestion.Contracts;
using Ingestion.Core.Artifacts;
using Ingestion.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Ingestion.Api.Tests;

public sealed class UploadTests(ApiHost host)
{
    private static readonly byte[] Csv = "id,name\n1,Ada\n2,Grace\n"u8.ToArray();

    [Fact]
    public async Task Upload_StartFalse_KeepsTheBytesAsTheyCame()
    {
        var project = await host.CreateProjectAsync();
        using var client = host.ClientOf(host.Owner);

        var answer = await (await UploadAsync(client, Field("projectId", $"{project}"), File(Csv, "orders.csv"), Field("start", "false"))).JsonAsync();

        var id = answer.Text("artifactId");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer.GetProperty("jobId").ValueKind);
        var artifact = await (await client.ReadAsync($"/ingestion/artifacts/{id}")).JsonAsync();
        Assert.Equal("orders.csv", artifact.Text("fileName"));
        Assert.Equal("CSV", artifact.Text("fileFormat"));
        Assert.Equal(Csv.Length, artifact.GetProperty("sizeBytes").GetInt64());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Csv)), artifact.Text("sha256"));
        Assert.Equal(host.Owner.Id.ToString(), artifact.Text("createdBy"));
        var raw = await client.ReadAsync($"/ingestion/artifacts/{id}/raw");
        Assert.Equal(Csv, await raw.Content.ReadAsByteArrayAsync(Answers.Cancellation));
        Assert.Equal("attachment; filename=orders.csv; filename*=UTF-8''orders.csv", raw.Content.Headers.ContentDisposition?.ToString());
        Assert.Equal("nosniff", Assert.Single(raw.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task Raw_Range_IsServed()
    {
        var project = await host.CreateProjectAsync();
        using var client = host.ClientOf(host.Owner);
        var answer = await (await UploadAsync(client, Field("projectId", $"{project}"), Field("start", "false"), File(Csv, "a.csv"))).JsonAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/ingestion/artifacts/{answer.Text("artifactId")}/raw");
        request.Headers.Range = new RangeHeaderValue(8, 12);

        var response = await client.SendAsync(request, Answers.Cancellation);

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal("1,Ada", await response.Content.ReadAsStringAsync(Answers.Cancellation));
    }

    [Fact]
    public async Task Upload_LargerThanTheServersUsualLimit_Arrives()
    {
        var project = await host.CreateProjectAsync();
        using var client = host.ClientOf(host.Owner);
        var bytes = new byte[40_000_000];
        new Random(7).NextBytes(bytes);

        var answer = await (await UploadAsync(client, $"?projectId={project}&start=false", File(bytes, "big.csv"))).JsonAsync();

        var artifact = await (await client.ReadAsync($"/ingestion/artifacts/{answer.Text("artifactId")}")).JsonAsync();
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), artifact.Text("sha256"));
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"..\..\windows\system.ini", "system.ini")]
    [InlineData("عربي.csv", "عربي.csv")]
    [InlineData("..", "upload")]
    public async Task Upload_HostileFileName_IsShownSafelyAndIsNoPath(string sent, string shown)
    {
        var project = await host.CreateProjectAsync();
        using var client = host.ClientOf(host.Owner);

        var answer = await (await UploadAsync(client, Field("projectId", $"{project}"), Field("start", "false"), File(Csv, sent))).JsonAsync();

        var id = answer.Text("artifactId");
        Assert.Equal(shown, (await (await client.ReadAsync($"/ingestion/artifacts/{id}")).JsonAsync()).Text("fileName"));
        Assert.Equal([Path.Combine(FolderOf(project), "raw", id, "data")], FilesOf(project));
    }

    [Fact]
    public async Task Upload_FieldsInUnexpectedOrder_AreClearlyAnswered()
    {
        var project = await host.CreateProjectAsync();
        using var client = host.ClientOf(host.Owner);

        var late = await UploadAsync(client, File(Csv, "a.csv"), Field("projectId", $"{project}"));
        var two = await UploadAsync(client, Field("projectId", $"{project}"), File(Csv, "a.csv"), File(Csv, "b.csv"));
        var none = await UploadAsync(client, Field("projectId", $"{project}"));
        var other = await UploadAsync(client, $"?projectId={project}", File(Csv, "a.csv"), Field("projectId", $"{Guid.NewGuid()}"));
        var unknown = await UploadAsync(client, $"?projectId={project}", Field("receipt", "{}"), File(Csv, "a.csv"));
        var recipeId = await UploadAsync(client, $"?projectId={project}", Field("recipeId", "nightly"), File(Csv, "a.csv"));
        var flag = await UploadAsync(client, $"?projectId={project}", Field("start", "maybe"), File(Csv, "a.csv"));

        Assert.StartsWith("The project must be known before the file comes", await ErrorAsync(late, "projectId"), StringComparison.Ordinal);
        Assert.Equal("Send one file in each upload.", await ErrorAsync(two, "file"));
        Assert.StartsWith("The upload has no file", await ErrorAsync(none, "file"), StringComparison.Ordinal);
        Assert.Equal("The upload names two different projects.", await ErrorAsync(other, "projectId"));
        Assert.StartsWith("There is no field 'receipt' here", await ErrorAsync(unknown, "receipt"), StringComparison.Ordinal);
        Assert.StartsWith("This is not an id", await ErrorAsync(recipeId, "recipeId"), StringComparison.Ordinal);
        Assert.Equal("This must be true or false.", await ErrorAsync(flag, "start"));
        Assert.Empty(FilesOf(project));
    }

    [Theory]
    [InlineData("{\"rules\": [{\"id\": \"r1\", \"type\": \"WHAT\"}]}", "recipe.rules[0].type", "invalid-request")]
    [InlineData("{\"rules\": ", "recipe.rules", "malformed-json")]
    public async Task Upload_RecipeThatIsNone_KeepsNothing(string recipe, string field, string slug)
    {
        var project = await host.CreateProjectAsync();
        using var client = host.ClientOf(host.Owner);

        var response = await UploadAsync(client, Field("projectId", $"{project}"), File(Csv, "a.csv"), Field("recipe", recipe));

        Assert.NotEmpty((await response.ProblemAsync(HttpStatusCode.BadRequest, slug)).Error(field));
        Assert.Empty(FilesOf(project));
        Assert.Empty(await ArtifactsOfAsync(project));
    }

    [Fact]
    public async Task Upload_NotAForm_IsRefused()
    {
        using var client = host.ClientOf(host.Owner);

        await (await client.PostTextAsync("/ingestion/upload/file", "id\n1\n", "text/csv")).ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        using var broken = new StringContent("no boundary here");
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=xyz");
        await (await client.PostAsync("/ingestion/upload/file", broken, Answers.Cancellation)).ProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
    }

    [Fact]
    public async Task Upload_ByAViewerOrStranger_StoresNothing()
    {
        var project = await host.CreateProjectAsync();
        using var other = host.ClientOf(host.Other);

        await (await UploadAsync(other, Field("projectId", $"{project}"), File(Csv, "a.csv"))).ProblemAsync(HttpStatusCode.NotFound, "not-found");
        await host.Get<ProjectTable>().SetMemberAsync(project, host.Other.Email, ProjectRole.Viewer, Answers.Cancellation);
        await (await UploadAsync(other, Field("projectId", $"{project}"), File(Csv, "a.csv"))).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        Assert.Empty(FilesOf(project));
    }

    [Fact]
    public async Task Upload_CutHalfWay_LeavesNothing()
    {
        var store = new WatchedStore();
        await using var watched = new ApiHost(builder => builder.Services.AddSingleton<IArtifactStore>(store));
        store.Inner = new FolderArtifactStore(watched.ArtifactFolder);
        await watched.InitializeAsync();
        var project = await watched.CreateProjectAsync();
        using var client = watched.ClientOf(watched.Owner);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, watched.Address.Port, Answers.Cancellation);
        var stream = socket.GetStream();
        var head = $"POST /ingestion/upload/file?projectId={project}&start=false HTTP/1.1\r\nHost: x\r\n"
            + $"Authorization: {client.DefaultRequestHeaders.Authorization}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 9000000\r\n\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cut.csv\"\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), Answers.Cancellation);
        await stream.WriteAsync(new byte[3_000_000], Answers.Cancellation);
        await store.Created.Task.WaitAsync(Answers.Cancellation);

        socket.Client.Shutdown(SocketShutdown.Send);

        await store.Deleted.Task.WaitAsync(Answers.Cancellation);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(watched.ArtifactFolder, $"{project}", "raw")));
        Assert.Empty((await watched.Get<ArtifactTable>().ListAsync(project, 10, null, Answers.Cancellation)).Items);
    }

    [Fact]
    public async Task Upload_LargerThanAllowed_KeepsNothing()
    {
        await using var small = new ApiHost(builder => builder.Configuration["Upload:MaxBytes"] = "21");
        await small.InitializeAsync();
        var project = await small.CreateProjectAsync();
        using var client = small.ClientOf(small.Owner);

        var response = await UploadAsync(client, $"?projectId={project}&start=false", File(Csv, "a.csv"));

        await response.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too-large");
        Assert.Empty(Directory.EnumerateFiles(small.ArtifactFolder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Upload_FullDisk_IsInsufficientStorage()
    {
        Assert.SkipUnless(System.IO.File.Exists("/dev/full"), "Only Linux has /dev/full, the disk that is always full.");
        await using var full = new ApiHost(builder => builder.Services.AddSingleton<IArtifactStore, FullStore>());
        await full.InitializeAsync();
        var project = await full.CreateProjectAsync();
        using var client = full.ClientOf(full.Owner);

        var response = await UploadAsync(client, $"?projectId={project}&start=false", File(Csv, "a.csv"));

        await response.ProblemAsync(HttpStatusCode.InsufficientStorage, "storage-full");
    }

    [Fact]
    public async Task Delete_Artifact_TakesRowAndBytes()
    {
        var project = await host.CreateProjectAsync();
        using var client = host.ClientOf(host.Owner);
        var answer = await (await UploadAsync(client, $"?projectId={project}&start=false", File(Csv, "a.csv"))).JsonAsync();

        var deleted = await client.DeleteAsync(new Uri($"/ingestion/artifacts/{answer.Text("artifactId")}", UriKind.Relative), Answers.Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(FilesOf(project));
        Assert.Empty(await ArtifactsOfAsync(project));
    }

    private static Task<HttpResponseMessage> UploadAsync(HttpClient client, params (HttpContent Content, string Name)[] fields) =>
        UploadAsync(client, "", fields);

    private static Task<HttpResponseMessage> UploadAsync(HttpClient client, string query, params (HttpContent Content, string Name)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (content, _) in fields)
            form.Add(content);
        return client.PostAsync("/ingestion/upload/file" + query, form, Answers.Cancellation);
    }

    private static (HttpContent Content, string Name) Field(string name, string value)
    {
        var content = new StringContent(value);
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = name };
        return (content, name);
    }

    private static (HttpContent Content, string Name) File(byte[] bytes, string fileName)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename*=UTF-8''{Uri.EscapeDataString(fileName)}");
        return (content, "file");
    }

    private static async Task<string> ErrorAsync(HttpResponseMessage response, string field) =>
        (await response.ProblemAsync(HttpStatusCode.BadRequest, "invalid-request")).Error(field);

    private string FolderOf(ProjectId project) => Path.Combine(host.ArtifactFolder, $"{project}");

    private string[] FilesOf(ProjectId project) =>
        Directory.Exists(FolderOf(project)) ? Directory.GetFiles(FolderOf(project), "*", SearchOption.AllDirectories) : [];

    private async Task<IReadOnlyList<Artifact>> ArtifactsOfAsync(ProjectId project) =>
        (await host.Get<ArtifactTable>().ListAsync(project, 10, null, Answers.Cancellation)).Items;

    /// <summary>Tells when an upload has begun and when the last of it is gone.</summary>
    private sealed class WatchedStore : IArtifactStore
    {
        public FolderArtifactStore Inner { get; set; } = null!;

        public TaskCompletionSource Created { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Deleted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<ArtifactWriter> CreateAsync(string key, CancellationToken cancellationToken = default)
        {
            var writer = await Inner.CreateAsync(key, cancellationToken);
            Created.SetResult();
            return writer;
        }

        public ValueTask<ArtifactReader?> OpenAsync(string key, CancellationToken cancellationToken = default) => Inner.OpenAsync(key, cancellationToken);

        public ValueTask<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) => Inner.ListAsync(prefix, cancellationToken);

        public async ValueTask DeleteAsync(string keyOrPrefix, CancellationToken cancellationToken = default)
        {
            await Inner.DeleteAsync(keyOrPrefix, cancellationToken);
            Deleted.SetResult();
        }
    }

    private sealed class FullStore : IArtifactStore
    {
        public ValueTask<ArtifactWriter> CreateAsync(string key, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<ArtifactWriter>(new Writer());

        public ValueTask<ArtifactReader?> OpenAsync(string key, CancellationToken cancellationToken = default) => default;

        public ValueTask<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) => new([]);

        public ValueTask DeleteAsync(string keyOrPrefix, CancellationToken cancellationToken = default) => default;

        private sealed class Writer : ArtifactWriter
        {
            public override Stream Stream { get; } = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

            public override ValueTask CommitAsync(CancellationToken cancellationToken = default) => default;

            public override ValueTask DisposeAsync() => Stream.DisposeAsync();
        }
    }
}
