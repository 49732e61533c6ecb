using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Ingestion.Silo.Tests.Telemetry;

/// <summary>Adds up what silos count, from their first moment on, and tells it of those that it is to follow.</summary>
internal sealed class Totals : IDisposable
{
    private readonly ConcurrentDictionary<(object? Silo, string Name, string Tags), double> _sums = new();
    private readonly ConcurrentDictionary<(object? Silo, string Name), string?> _units = new();
    private readonly HashSet<object> _followed = [];
    private readonly MeterListener _listener = new();

    public Totals()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != "Ingestion")
                return;
            _units[(instrument.Meter.Scope, instrument.Name)] = instrument.Unit;
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, 1, tags));
        _listener.Start();
    }

    /// <summary>The followed silos' instruments with their units.</summary>
    public IReadOnlyDictionary<string, string?> Units =>
        _units.Where(unit => _followed.Contains(unit.Key.Silo!)).DistinctBy(unit => unit.Key.Name).ToDictionary(unit => unit.Key.Name, unit => unit.Value);

    public void Follow(TestSilo silo) => _followed.Add(silo.Get<IMeterFactory>());

    /// <summary>A counter's sum, or how often a histogram was told something, in all followed silos.</summary>
    /// <param name="name">Such as <c>ingestion.rows</c>.</param>
    /// <param name="tags">Such as <c>outcome=clean</c>, all tags in the order of their names.</param>
    public double Of(string name, string tags = "") =>
        _sums.Where(sum => sum.Key.Name == name && sum.Key.Tags == tags && _followed.Contains(sum.Key.Silo!)).Sum(sum => sum.Value);

    /// <summary>Asks gauges for their values.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = string.Join(',', tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));
        _sums.AddOrUpdate((instrument.Meter.Scope, instrument.Name, text), value, (_, sum) => sum + value);
    }
}
