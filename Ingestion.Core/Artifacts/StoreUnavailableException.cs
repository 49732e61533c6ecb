namespace Ingestion.Core.Artifacts;

/// <summary>The store does not answer, or says that it cannot now. The same may work a little later.</summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null) : IOException(message, innerException);
