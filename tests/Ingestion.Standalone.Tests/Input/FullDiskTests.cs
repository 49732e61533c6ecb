using System.Diagnostics;
using System.Text;
using Ingestion.Contracts;
using Ingestion.Standalone.Tests.Hosting;

namespace Ingestion.Standalone.Tests.Input;

/// <summary>A disk that really is full: a file system of 8 MB in memory.</summary>
public sealed class FullDiskTests : IAsyncDisposable
{
    private readonly DataFolder _folder = new();
    private readonly string _disk = Directory.CreateTempSubdirectory("ingestion-disk-").FullName;
    private bool _isMounted;

    [Fact]
    public async Task Upload_LargerThanTheDisk_IsRefusedAndLeavesNothing()
    {
        await using var process = await StartAsync();
        using var api = await ApiClient.SignInAsync(process.Address);
        var project = await api.CreateProjectAsync();

        var answer = await api.UploadAsync(project, "large.csv", Csv(10_000_000));

        Assert.Equal((507, "storage-full", "There is no room for this file. Nothing of it was kept; free some space and send it again."),
            ((int)answer.Status, answer.ProblemType, answer.Detail));
        Assert.Empty(Directory.EnumerateFiles(_disk, "*", SearchOption.AllDirectories));
        Assert.Empty((await api.GetAsync($"/ingestion/artifacts?projectId={project}")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Job_WhoseResultFindsNoRoom_FailsWithTheReasonAndGoesOnWhenThereIsSome()
    {
        await using var process = await StartAsync();
        using var api = await ApiClient.SignInAsync(process.Address);
        var project = await api.CreateProjectAsync();
        var ballast = Path.Combine(_disk, "ballast");
        var upload = await api.UploadAsync(project, "orders.csv", Csv(3_000_000), start: false);
        Fill(ballast);

        var created = await api.PostAsync("/ingestion/jobs", new { projectId = project, artifactId = upload.Json.GetProperty("artifactId").GetString() });
        var failed = await api.WaitForEndAsync(created.Read<Job>().Id);

        Assert.Equal(JobStatus.Failed, failed.Status);
        Assert.StartsWith("The disk is full (", failed.Error, StringComparison.Ordinal);
        Assert.EndsWith("): free space and retry the job. It goes on where it stopped.", failed.Error, StringComparison.Ordinal);
        File.Delete(ballast);
        Assert.Equal(200, (int)(await api.PostAsync($"/ingestion/jobs/{failed.Id}/retry")).Status);
        Assert.Equal(JobStatus.Completed, (await api.WaitForEndAsync(failed.Id)).Status);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isMounted)
            await RunAsync("umount", _disk);
        Directory.Delete(_disk);
        _folder.Dispose();
    }

    private async Task<StandaloneProcess> StartAsync()
    {
        _isMounted = OperatingSystem.IsLinux() && await RunAsync("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", _disk) == 0;
        Assert.SkipUnless(_isMounted, "A full disk needs the right to mount a small one: Linux, root.");
        return await StandaloneProcess.StartAsync(_folder.Path, ("UPLOAD_BASE_DIR", _disk));
    }

    private static async Task<int> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (file.Length < 64 << 20)
                file.Write(block);
        }
        catch (IOException)
        {
            // Full, as it should be.
            return;
        }
        Assert.Fail("The disk takes more than it has.");
    }

    private static byte[] Csv(int bytes)
    {
        var text = new StringBuilder("id,text\n");
        for (var row = 0; text.Length < bytes; row++)
            text.Append(row).Append(",text ").Append((row * 2654435761L) % 1_000_003).Append('\n');
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
