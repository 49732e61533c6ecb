namespace Ingestion.Contracts;

/// <summary>A page of a list.</summary>
/// <param name="Items">At most as many as were asked for, newest first.</param>
/// <param name="NextCursor">Give it back to get the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
