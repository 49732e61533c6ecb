using System.Text.Json;

namespace Ingestion.Contracts;

/// <summary>A JSON value as it crosses a grain call: its UTF-8 text, so that no digit of a number is lost.</summary>
[GenerateSerializer, Immutable, Alias("JsonElement")]
public readonly record struct JsonElementSurrogate([property: Id(0)] string? Json);

/// <summary>Teaches Orleans to carry <see cref="JsonElement"/>.</summary>
[RegisterConverter]
public sealed class JsonElementConverter : IConverter<JsonElement, JsonElementSurrogate>
{
    /// <inheritdoc/>
    public JsonElement ConvertFromSurrogate(in JsonElementSurrogate surrogate) =>
        surrogate.Json is null ? default : JsonElement.Parse(surrogate.Json);

    /// <inheritdoc/>
    public JsonElementSurrogate ConvertToSurrogate(in JsonElement value) =>
        new(value.ValueKind == JsonValueKind.Undefined ? null : value.GetRawText());
}
