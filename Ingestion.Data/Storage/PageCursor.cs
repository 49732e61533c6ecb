using Ingestion.Contracts;

namespace Ingestion.Data;

/// <summary>Cursors of lists that run from the newest id to the oldest. Opaque to callers; inside, the last id of the page before.</summary>
public static class PageCursor
{
    // Greater than any hex digit, so that the first page needs no query of its own.
    private const string BeforeAll = "~";

    /// <summary>Whether a list takes this cursor. A list given any other throws <see cref="ArgumentException"/>.</summary>
    public static bool IsValid(string? cursor) => cursor is null || Guid.TryParseExact(cursor, "D", out _);

    internal static string Bound(string? cursor) =>
        cursor is null ? BeforeAll
        : Guid.TryParseExact(cursor, "D", out var id) ? id.ToString()
        : throw new ArgumentException("The cursor is not one that a list of this kind gave.", nameof(cursor));

    /// <summary>Makes a page from rows read with a limit of one more than asked for.</summary>
    internal static Page<T> Page<TRow, T>(List<TRow> rows, int limit, Func<TRow, T> convert, Func<TRow, string> id) =>
        rows.Count > limit
            ? new Page<T>(rows.GetRange(0, limit).ConvertAll(row => convert(row)), id(rows[limit - 1]))
            : new Page<T>(rows.ConvertAll(row => convert(row)), null);
}
