namespace Ingestion.Core;

/// <summary>
/// A row broke a rule that is to stop its job. The message is for a person: which rule, where, and what the value was.
/// </summary>
public sealed class FatalViolationException(string message) : Exception(message);
