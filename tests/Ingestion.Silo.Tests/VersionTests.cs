using Ingestion.Contracts;
using Ingestion.Silo.Chunks;
using Ingestion.Silo.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Ingestion.Silo.Tests;

/// <summary>
/// Grain state and messages between silos of two versions. The newer ones here are today's with one more member at the end, once a plain
/// value and once a type that today's know nothing of; the wire has members by their [Id] alone, so that the names of these types matter not.
/// </summary>
public sealed class VersionTests : IDisposable
{
    private static readonly JobSpec Spec = new(
        JobId.New(), ProjectId.New(), "orders.csv", ArtifactId.New(), new Recipe { Rules = [] }, JobMode.Async, UserId.New());

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    [Fact]
    public void State_OfANewerVersion_IsReadByToday()
    {
        var newer = new NewerState { Spec = Spec, Epoch = 7, Note = "new", More = new Unheard([1, 2, 3], "new", new Unheard([], "inner", null)) };

        var today = Convert<NewerState, JobState>(newer);

        Assert.Equal((Spec.Id, Spec.Name, 7), (today.Spec!.Id, today.Spec.Name, today.Epoch));
    }

    [Fact]
    public void State_OfToday_IsReadByANewerVersion()
    {
        var newer = Convert<JobState, NewerState>(new JobState { Spec = Spec, Epoch = 7 });

        Assert.Equal((Spec.Id, 7, null, null), (newer.Spec!.Id, newer.Epoch, newer.Note, newer.More));
    }

    [Fact]
    public void Message_OfANewerVersion_IsReadByToday()
    {
        var task = Convert<NewerTask, ChunkTask>(new NewerTask(Spec, 3, 41, "urgent"));
        var record = new ChunkRecord(41, 10, new RowCounts(5, 4, 1, 0, 0), [1], 100, 10, "abc");
        var result = Convert<NewerResult, ChunkResult>(new NewerResult(ChunkOutcome.Finished, record, null, new Unheard([9], "new", null)));

        Assert.Equal((Spec.Id, 3, 41), (task.Spec.Id, task.Epoch, task.Index));
        Assert.Equal((ChunkOutcome.Finished, 41, 5L, null), (result.Outcome, result.Record!.Index, result.Record.Counts.Read, result.Message));
    }

    [Fact]
    public void Message_OfToday_IsReadByANewerVersion()
    {
        var task = Convert<ChunkTask, NewerTask>(new ChunkTask(Spec, 3, 41));

        Assert.Equal((Spec.Id, 3, 41, null), (task.Spec.Id, task.Epoch, task.Index, task.Priority));
    }

    public void Dispose() => _services.Dispose();

    private TTo Convert<TFrom, TTo>(TFrom value) =>
        _services.GetRequiredService<Serializer<TTo>>().Deserialize(_services.GetRequiredService<Serializer<TFrom>>().SerializeToArray(value))!;

    // Numbers far beyond today's, so that a real new member does not take one.
    [GenerateSerializer, Alias("NewerJobState")]
    internal sealed class NewerState
    {
        [Id(0)] public JobSpec? Spec { get; set; }

        [Id(1)] public int Epoch { get; set; }

        [Id(20)] public string? Note { get; set; }

        [Id(21)] public Unheard? More { get; set; }
    }

    [GenerateSerializer, Immutable, Alias("Unheard")]
    internal sealed record Unheard([property: Id(0)] int[] Numbers, [property: Id(1)] string Text, [property: Id(2)] Unheard? Inner);

    [GenerateSerializer, Immutable, Alias("NewerChunkTask")]
    internal sealed record NewerTask(
        [property: Id(0)] JobSpec Spec, [property: Id(1)] int Epoch, [property: Id(2)] int Index, [property: Id(20)] string? Priority);

    [GenerateSerializer, Immutable, Alias("NewerChunkResult")]
    internal sealed record NewerResult(
        [property: Id(0)] ChunkOutcome Outcome, [property: Id(1)] ChunkRecord? Record, [property: Id(2)] string? Message, [property: Id(20)] Unheard? More);
}
