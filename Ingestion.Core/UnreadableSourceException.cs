namespace Ingestion.Core;

/// <summary>
/// A source that cannot be read at all. The message is for a person: what is wrong, where, and what to try.
/// </summary>
public sealed class UnreadableSourceException(string message) : Exception(message);
