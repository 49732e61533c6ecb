using Ingestion.Contracts;

namespace Ingestion.Silo.Jobs;

/// <summary>Whether too many rows were left out; duplicates are not counted.</summary>
internal static class ErrorBudgetCheck
{
    /// <summary>Why the job is to end, with its numbers; null while it may go on. A repair may: of rows that were rejected before, many will be again.</summary>
    public static string? Exceeded(JobSpec spec, RowCounts counts)
    {
        if (spec.RepairOf is not null)
            return null;
        var budget = spec.Recipe.ErrorBudget;
        var rejected = counts.Rejected + counts.Unreadable;
        if (rejected > budget.MaxRejectedRows)
            return FormattableString.Invariant(
                $"The error budget is used up: {rejected:N0} of {counts.Read:N0} rows read so far were rejected or unreadable; at most {budget.MaxRejectedRows:N0} are allowed (errorBudget.maxRejectedRows).");
        if (budget.MaxRejectedFraction is { } fraction && counts.Read > 0 && counts.Read >= budget.AfterRows && rejected > fraction * counts.Read)
            return FormattableString.Invariant(
                $"The error budget is used up: {rejected:N0} of {counts.Read:N0} rows read so far ({(double)rejected / counts.Read:P1}) were rejected or unreadable; at most {fraction:P1} are allowed (errorBudget.maxRejectedFraction).");
        return null;
    }
}
