using System.IO.Hashing;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ingestion.Contracts;

namespace Ingestion.Core.Plans;

/// <summary>
/// The hash of what a recipe says: of its JSON without the members that have their default value. A recipe keeps its hash when the
/// record gains members, and has it whether defaults were written out or not.
/// </summary>
public static class RecipeHash
{
    private static readonly JsonObject Defaults = Json(new Recipe());
    private static readonly JsonObject MappingDefaults = Json(new ColumnMapping(""));
    private static readonly JsonObject RuleDefaults = Json(new RuleSpec("", default));

    /// <summary>XXH3-128, lower-case hex.</summary>
    public static string Of(Recipe recipe)
    {
        var json = Json(recipe);
        PruneItems(json["mapping"], MappingDefaults);
        PruneItems(json["rules"], RuleDefaults);
        Prune(json, Defaults);
        return Convert.ToHexStringLower(XxHash128.Hash(JsonSerializer.SerializeToUtf8Bytes(json)));
    }

    private static void PruneItems(JsonNode? items, JsonObject defaults)
    {
        foreach (var item in items?.AsArray().OfType<JsonObject>() ?? [])
            Prune(item, defaults);
    }

    private static void Prune(JsonObject json, JsonObject defaults)
    {
        foreach (var (name, value) in json.ToArray())
        {
            var isRecord = value is JsonObject && defaults[name] is JsonObject;
            if (isRecord)
                Prune(value!.AsObject(), defaults[name]!.AsObject());
            if (isRecord ? value!.AsObject().Count == 0 : JsonNode.DeepEquals(value, defaults[name]))
                json.Remove(name);
        }
    }

    private static JsonObject Json<T>(T value) => JsonSerializer.SerializeToNode(value, ContractsJson.Options)!.AsObject();
}
