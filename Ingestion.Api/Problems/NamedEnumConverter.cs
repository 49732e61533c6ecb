using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ingestion.Api.Problems;

/// <summary>The contract's form of enum values, with an error that says which values there are.</summary>
internal sealed class NamedEnumConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<TEnum> : JsonConverter<TEnum> where TEnum : struct, Enum
    {
        public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String && EnumText.TryParse<TEnum>(reader.GetString()!, out var value))
                return value;
            using var json = JsonDocument.ParseValue(ref reader);
            throw new JsonException(EnumText.NotOneOf<TEnum>(json.RootElement.ToString()));
        }

        public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
            writer.WriteStringValue(EnumText.Of(value));
    }
}
