using System.Text.Json.Serialization;

namespace Ingestion.Contracts;

/// <summary>Names a project.</summary>
[GenerateSerializer, Immutable, Alias("ProjectId"), JsonConverter(typeof(EntityIdJsonConverter<ProjectId>))]
public readonly record struct ProjectId([property: Id(0)] Guid Value) : IEntityId<ProjectId>
{
    /// <inheritdoc/>
    public static ProjectId From(Guid value) => new(value);

    /// <summary>A new id, larger than those made before it in this process.</summary>
    public static ProjectId New() => new(RisingUuid.Next());

    /// <summary>Reads an id as a route value.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out ProjectId result)
    {
        var parsed = Guid.TryParse(s, out var value);
        result = new(value);
        return parsed;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
