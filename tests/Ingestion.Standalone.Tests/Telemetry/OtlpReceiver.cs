using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ingestion.Standalone.Tests.Telemetry;

/// <summary>A collector: takes OTLP over HTTP, as any process sends it, and keeps what it says.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly ConcurrentDictionary<(string Name, string Tags), double> _sums = new();
    private readonly ConcurrentDictionary<string, string> _units = new();

    private OtlpReceiver(WebApplication app) => _app = app;

    public IReadOnlyList<OtlpSpan> Spans => [.. _spans];

    /// <summary>Metrics' names and units.</summary>
    public IReadOnlyDictionary<string, string> Units => _units;

    /// <summary>What a process needs to be told to send here, and soon.</summary>
    public (string Name, string Value)[] Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", _app.Urls.Single()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"),
    ];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(builder.Build());
        receiver.Map("/v1/traces", receiver.TakeSpans);
        receiver.Map("/v1/metrics", receiver.TakeMetrics);
        receiver.Map("/v1/logs", _ => { });
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>A counter's sum as it was sent last.</summary>
    /// <param name="name">Such as <c>ingestion.rows</c>.</param>
    /// <param name="tags">Such as <c>outcome=clean</c>.</param>
    public double Of(string name, string tags = "") => _sums.GetValueOrDefault((name, tags));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Map(string path, Action<ReadOnlyMemory<byte>> take) => _app.MapPost(path, async (HttpRequest request) =>
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        take(body.ToArray());
        return Results.Bytes([], "application/x-protobuf");
    });

    private void TakeSpans(ReadOnlyMemory<byte> request)
    {
        foreach (var resource in Protobuf.At(request, 1))
        {
            var tags = Tags(Protobuf.At(resource, 1, 1));
            var (service, instance) = (tags.GetValueOrDefault("service.name", ""), tags.GetValueOrDefault("service.instance.id", ""));
            foreach (var span in Protobuf.At(resource, 2, 2))
                _spans.Enqueue(new OtlpSpan(service, instance, Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(span, 5), Tags(Protobuf.At(span, 9))));
        }
    }

    private void TakeMetrics(ReadOnlyMemory<byte> request)
    {
        foreach (var metric in Protobuf.At(request, 1, 2, 2))
        {
            var name = Text(metric, 1);
            _units[name] = Text(metric, 3);
            foreach (var point in Protobuf.At(metric, 7, 1))
            {
                var tags = string.Join(',', Tags(Protobuf.At(point, 7)).OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));
                var value = Protobuf.Fields(point).Single(field => field.Number is 4 or 6);
                _sums[(name, tags)] = value.Number == 4 ? BitConverter.UInt64BitsToDouble(value.Value) : (long)value.Value;
            }
        }
    }

    private static string Text(ReadOnlyMemory<byte> message, int field) => Encoding.UTF8.GetString(Protobuf.At(message, field).SingleOrDefault().Span);

    private static string Hex(ReadOnlyMemory<byte> message, int field) => Convert.ToHexStringLower(Protobuf.At(message, field).SingleOrDefault().Span);

    private static Dictionary<string, string> Tags(IEnumerable<ReadOnlyMemory<byte>> pairs) => pairs.ToDictionary(pair => Text(pair, 1), pair =>
        Protobuf.Fields(Protobuf.At(pair, 2).Single()).FirstOrDefault() is { Number: 1 } text ? Encoding.UTF8.GetString(text.Bytes.Span)
        : $"{(long)Protobuf.Fields(Protobuf.At(pair, 2).Single()).FirstOrDefault().Value}");
}

/// <summary>A span as it was sent.</summary>
/// <param name="Service">Whose it is.</param>
/// <param name="Instance">Which process of it.</param>
/// <param name="TraceId">Hex.</param>
/// <param name="Id">Hex.</param>
/// <param name="ParentId">Hex; empty for a trace's first.</param>
/// <param name="Name">What it is.</param>
/// <param name="Tags">Texts and whole numbers.</param>
internal sealed record OtlpSpan(string Service, string Instance, string TraceId, string Id, string ParentId, string Name, IReadOnlyDictionary<string, string> Tags);
