using System.Text.Json.Serialization;

namespace Ingestion.Contracts;

/// <summary>Names a job.</summary>
[GenerateSerializer, Immutable, Alias("JobId"), JsonConverter(typeof(EntityIdJsonConverter<JobId>))]
public readonly record struct JobId([property: Id(0)] Guid Value) : IEntityId<JobId>
{
    /// <inheritdoc/>
    public static JobId From(Guid value) => new(value);

    /// <summary>A new id, larger than those made before it in this process.</summary>
    public static JobId New() => new(RisingUuid.Next());

    /// <summary>Reads an id as a route value.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out JobId result)
    {
        var parsed = Guid.TryParse(s, out var value);
        result = new(value);
        return parsed;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
