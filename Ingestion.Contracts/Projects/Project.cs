namespace Ingestion.Contracts;

/// <summary>What users share: artifacts, jobs and members belong to one project.</summary>
public sealed record Project(ProjectId Id, string Name, DateTimeOffset CreatedAt, ProjectRole Role);

/// <summary>A user's place in a project.</summary>
public sealed record Member(UserId UserId, string Email, string DisplayName, ProjectRole Role);

/// <summary>What a member may do; each role may all that the later ones may.</summary>
public enum ProjectRole
{
    /// <summary>Members too.</summary>
    Owner,

    /// <summary>Upload, run, cancel, delete.</summary>
    Editor,

    /// <summary>Look and download.</summary>
    Viewer,
}

/// <summary>A person with an account, without the password.</summary>
public sealed record User(UserId Id, string Email, string DisplayName);
