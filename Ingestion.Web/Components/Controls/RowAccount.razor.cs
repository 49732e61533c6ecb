using Ingestion.Contracts;
using Ingestion.Web.Formatting;
using Microsoft.AspNetCore.Components;

namespace Ingestion.Web.Components.Controls;

/// <summary>The job's account: rows read = clean + rejected + duplicate + unreadable.</summary>
public sealed partial class RowAccount
{
    [Parameter, EditorRequired]
    public Job Job { get; set; } = default!;

    private RowCounts Counts => new(Job.RowsRead, Job.RowsClean, Job.RowsRejected, Job.RowsDuplicate, Job.RowsUnreadable);

    private IEnumerable<(string Key, string Label, long Rows)> Parts =>
    [
        ("clean", "Clean", Job.RowsClean),
        ("rejected", "Rejected", Job.RowsRejected),
        ("duplicate", "Duplicate", Job.RowsDuplicate),
        ("unreadable", "Unreadable", Job.RowsUnreadable),
    ];

    // Rows of chunks under way are read before they are decided.
    private long Open => Math.Max(0, Job.RowsRead - Parts.Sum(part => part.Rows));

    // A job that was stopped leaves rows undecided, and that is no fault of its account.
    private string? Verdict => Job.Status switch
    {
        JobStatus.Completed when Counts.Balances => "The account balances",
        JobStatus.Completed => "The account does not balance",
        _ => null,
    };

    private string Extent => Job.Status switch
    {
        JobStatus.Completed => "all records",
        JobStatus.Failed or JobStatus.Cancelled => "before it ended",
        _ => "so far",
    };

    private string Sentence
    {
        get
        {
            var sum = string.Join(" + ", Parts.Select(part => $"{Human.Count(part.Rows)} {part.Key}"));
            return $"{Human.Count(Job.RowsRead)} read = {sum}{(Open > 0 ? $" + {Human.Count(Open)} not decided yet" : "")}";
        }
    }
}
