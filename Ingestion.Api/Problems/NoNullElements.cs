using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ingestion.Api.Problems;

/// <summary>Refuses null in the lists of contracts: what a type says of its elements is beyond what the serializer looks at.</summary>
internal static class NoNullElements
{
    /// <summary>Has the lists of an object looked through once it is read.</summary>
    public static void Require(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        var lists = type.Properties.Where(property => property.Get is not null && IsListOfReferences(property.PropertyType)).ToArray();
        if (lists.Length > 0)
            type.OnDeserialized = read => Check(read, lists);
    }

    private static bool IsListOfReferences(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && !type.GenericTypeArguments[0].IsValueType;

    private static void Check(object read, JsonPropertyInfo[] lists)
    {
        foreach (var list in lists)
        {
            if (list.Get!(read) is IReadOnlyList<object?> elements && IndexOfNull(elements) is >= 0 and var index)
                throw new JsonException($"'{list.Name}[{index}]' must not be null.");
        }
    }

    private static int IndexOfNull(IReadOnlyList<object?> elements)
    {
        for (var i = 0; i < elements.Count; i++)
        {
            if (elements[i] is null)
                return i;
        }
        return -1;
    }
}
