namespace Ingestion.Core.Records;

/// <summary>Where a field's value lies in its chunk's <see cref="RecordBytes"/>.</summary>
/// <param name="Start">0-based position of its first byte.</param>
/// <param name="Length">How many bytes it has.</param>
internal readonly record struct FieldRange(int Start, int Length);
