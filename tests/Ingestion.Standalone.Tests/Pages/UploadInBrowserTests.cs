using System.Collections.Concurrent;
using System.Text;
using Ingestion.Standalone.Tests.Hosting;
using Microsoft.Playwright;

namespace Ingestion.Standalone.Tests.Pages;

/// <summary>The main job as a person does it, in a real Chromium.</summary>
public sealed class UploadInBrowserTests : IAsyncDisposable
{
    private const string Recipe = """
        {
          "source": { "nullTokens": ["n/a"] },
          "rules": [
            { "id": "has mail", "type": "NOT_NULL", "column": "email" },
            { "id": "mail looks right", "type": "REGEX", "column": "email", "params": { "pattern": "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$" } },
            { "id": "of age", "type": "RANGE", "column": "age", "params": { "min": 18, "max": 100 } },
            { "id": "one row an order", "type": "DEDUPE", "params": { "columns": ["order_id"], "keep": "FIRST" } }
          ]
        }
        """;

    private readonly DataFolder _folder = new();

    [Fact]
    public async Task Upload_WithARecipe_ShowsTheAccountAndDownloadsTheResult()
    {
        await using var process = await StandaloneProcess.StartAsync(_folder.Path);
        await using var session = await BrowserSession.SignInAsync(process.Address);
        var page = session.Page;
        await session.WaitUntilInteractiveAsync();

        await session.OpenDialogAsync("New project");
        // What is typed at once is not lost.
        await Assertions.Expect(page.GetByLabel("Name")).ToBeFocusedAsync();
        await page.GetByLabel("Name").FillAsync("Web shop");
        // A second navigation would close the dialog that is opened after the first.
        var visited = new ConcurrentQueue<string>();
        page.FrameNavigated += (_, frame) => visited.Enqueue(frame.Url);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create project" }).ClickAsync();
        await session.OpenDialogAsync("Upload a file");
        Assert.Single(visited);
        var (csv, clean) = Orders();
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "orders.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(csv) });
        await page.Locator("textarea").FillAsync(Recipe);
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload and clean" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "orders.csv" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("The account balances")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-count=read]")).ToHaveTextAsync("4,000");
        await Assertions.Expect(page.Locator("[data-count=clean]")).ToHaveTextAsync($"{clean:N0}");
        await Assertions.Expect(page.Locator("[data-count=unreadable]")).ToHaveTextAsync("1");
        await Assertions.Expect(page.GetByText("of age")).ToBeVisibleAsync();
        await session.ShowAsync("job.png");

        await page.GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByText("CSV", new() { Exact = true }).ClickAsync());
        Assert.Equal("orders.clean.csv", download.SuggestedFilename);
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal(("order_id,email,age,price", clean + 1), (lines[0], lines.Length));

        await page.GetByText("All jobs").ClickAsync();
        await Assertions.Expect(page.Locator("tr[data-job]").GetByText("Completed")).ToBeVisibleAsync();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }

    /// <summary>4,000 orders with their share of trouble, and how many of them are clean.</summary>
    private static (string Csv, int Clean) Orders()
    {
        var text = new StringBuilder("order_id,email,age,price\n");
        var clean = 0;
        for (var row = 0; row < 4000; row++)
        {
            var kind = row == 2000 ? -1 : row % 50;
            clean += kind is 7 or 11 or 13 or 17 or -1 ? 0 : 1;
            text.Append(kind switch
            {
                -1 => "broken",
                7 => $"{row},,41,19.90",
                11 => $"{row},customer{row} at example.org,35,7.25",
                13 => $"{row},customer{row}@example.org,{row % 18},12.00",
                17 => $"{row - 1},customer{row}@example.org,52,3.10",
                19 => $"{row},customer{row}@example.org,n/a,0.99",
                _ => $"{row},customer{row}@example.org,{18 + (row % 60)},{row % 97}.{(row % 90) + 10}",
            }).Append('\n');
        }
        return (text.ToString(), clean);
    }
}
