using System.Text.Json.Serialization;

namespace Ingestion.Contracts;

/// <summary>Names a raw artifact: the bytes of one upload, as they came.</summary>
[GenerateSerializer, Immutable, Alias("ArtifactId"), JsonConverter(typeof(EntityIdJsonConverter<ArtifactId>))]
public readonly record struct ArtifactId([property: Id(0)] Guid Value) : IEntityId<ArtifactId>
{
    /// <inheritdoc/>
    public static ArtifactId From(Guid value) => new(value);

    /// <summary>A new id, larger than those made before it in this process.</summary>
    public static ArtifactId New() => new(RisingUuid.Next());

    /// <summary>Reads an id as a route value.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out ArtifactId result)
    {
        var parsed = Guid.TryParse(s, out var value);
        result = new(value);
        return parsed;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
