using Ingestion.Contracts;
using Ingestion.Web.Formatting;
using Microsoft.AspNetCore.Components;

namespace Ingestion.Web.Components.Controls;

/// <summary>Jobs in rows; on a narrow screen, in cards.</summary>
public sealed partial class JobTable
{
    [CascadingParameter]
    private ClientTime ClientTime { get; set; } = ClientTime.Of(null);

    [Parameter, EditorRequired]
    public IReadOnlyList<Job> Jobs { get; set; } = [];

    /// <summary>When the list was read: durations of unfinished jobs run up to it.</summary>
    [Parameter]
    public DateTimeOffset Now { get; set; }

    [Parameter]
    public bool MayEdit { get; set; } = true;

    [Parameter]
    public EventCallback<Job> OnChanged { get; set; }

    private static string UrlOf(Job job) => $"/jobs/{job.Id}?project={job.ProjectId}";

    private static long NotClean(Job job) => job.RowsRejected + job.RowsDuplicate + job.RowsUnreadable;

    private static string NotCleanTitle(Job job) =>
        $"{Human.Count(job.RowsRejected)} rejected, {Human.Count(job.RowsDuplicate)} duplicate, {Human.Count(job.RowsUnreadable)} unreadable";
}
