using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Ingestion.Contracts;

namespace Ingestion.Standalone.Tests.Jobs;

internal static class ServerSentEvents
{
    public static IReadOnlyList<ServerSentEvent> Parse(string stream) =>
        [.. SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(stream))).Enumerate().Select(item => new ServerSentEvent(item.EventType, item.Data))];
}

internal sealed record ServerSentEvent(string Type, string Data)
{
    public T Read<T>() => JsonSerializer.Deserialize<T>(Data, ContractsJson.Options)!;
}
