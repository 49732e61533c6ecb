namespace Ingestion.Data;

/// <summary>An account could not be created: its email belongs to another.</summary>
public sealed class EmailTakenException : Exception
{
    internal EmailTakenException(string email, Exception inner) : base($"There is an account with the email '{email}' already.", inner)
    {
    }
}
