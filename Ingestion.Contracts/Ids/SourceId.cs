using System.Text.Json.Serialization;

namespace Ingestion.Contracts;

/// <summary>Names a data source, such as a MySQL database.</summary>
[GenerateSerializer, Immutable, Alias("SourceId"), JsonConverter(typeof(EntityIdJsonConverter<SourceId>))]
public readonly record struct SourceId([property: Id(0)] Guid Value) : IEntityId<SourceId>
{
    /// <inheritdoc/>
    public static SourceId From(Guid value) => new(value);

    /// <summary>A new id, larger than those made before it in this process.</summary>
    public static SourceId New() => new(RisingUuid.Next());

    /// <summary>Reads an id as a route value.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out SourceId result)
    {
        var parsed = Guid.TryParse(s, out var value);
        result = new(value);
        return parsed;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
