using System.Globalization;
using Ingestion.Contracts;
using Microsoft.AspNetCore.Components;

namespace Ingestion.Web.Components.Controls;

/// <summary>How far a job is.</summary>
public sealed partial class JobProgress
{
    [Parameter, EditorRequired]
    public Job Job { get; set; } = default!;

    /// <summary>With bytes, stage and the time left, as the job's own page has it.</summary>
    [Parameter]
    public bool Detailed { get; set; }

    // An empty file is done without a byte read.
    private double Share => Job.Status is JobStatus.Completed ? 1 : Math.Clamp(Job.Progress, 0, 1);

    private string Now => Math.Floor(Share * 100).ToString(CultureInfo.InvariantCulture);

    private string Width => (Share * 100).ToString("0.##", CultureInfo.InvariantCulture);
}
