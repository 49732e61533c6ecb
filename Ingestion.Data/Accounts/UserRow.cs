using Ingestion.Contracts;

namespace Ingestion.Data;

/// <summary>A user with the password's hash, which never leaves this assembly.</summary>
internal sealed record UserRow
{
    public required string Id { get; init; }
    public required string Email { get; init; }
    public required string DisplayName { get; init; }
    public required string PasswordHash { get; init; }

    public User ToUser() => new(UserId.From(Guid.Parse(Id)), Email, DisplayName);
}
