using System.Text.Json.Serialization;

namespace Ingestion.Contracts;

/// <summary>Names one version of a saved recipe.</summary>
[GenerateSerializer, Immutable, Alias("RecipeId"), JsonConverter(typeof(EntityIdJsonConverter<RecipeId>))]
public readonly record struct RecipeId([property: Id(0)] Guid Value) : IEntityId<RecipeId>
{
    /// <inheritdoc/>
    public static RecipeId From(Guid value) => new(value);

    /// <summary>A new id, larger than those made before it in this process.</summary>
    public static RecipeId New() => new(RisingUuid.Next());

    /// <summary>Reads an id as a route value.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out RecipeId result)
    {
        var parsed = Guid.TryParse(s, out var value);
        result = new(value);
        return parsed;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
