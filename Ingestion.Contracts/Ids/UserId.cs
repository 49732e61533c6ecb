using System.Text.Json.Serialization;

namespace Ingestion.Contracts;

/// <summary>Names a user.</summary>
[GenerateSerializer, Immutable, Alias("UserId"), JsonConverter(typeof(EntityIdJsonConverter<UserId>))]
public readonly record struct UserId([property: Id(0)] Guid Value) : IEntityId<UserId>
{
    /// <inheritdoc/>
    public static UserId From(Guid value) => new(value);

    /// <summary>A new id, larger than those made before it in this process.</summary>
    public static UserId New() => new(RisingUuid.Next());

    /// <summary>Reads an id as a route value.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out UserId result)
    {
        var parsed = Guid.TryParse(s, out var value);
        result = new(value);
        return parsed;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
