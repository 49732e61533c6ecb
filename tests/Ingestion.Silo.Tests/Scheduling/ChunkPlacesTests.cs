using System.Net;
using Ingestion.Silo.Scheduling;
using Microsoft.Extensions.Time.Testing;

namespace Ingestion.Silo.Tests.Scheduling;

public sealed class ChunkPlacesTests
{
    private static readonly SiloAddress One = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11_001), 1);
    private static readonly SiloAddress Two = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11_002), 1);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryTake_TwoSilos_FillsThemEvenlyAndNoFurther()
    {
        var places = Places((One, 2), (Two, 2));

        var taken = TakeAll(places);

        Assert.Equal(4, taken.Distinct().Count());
        Assert.Equal(2, taken.Count(place => place.Silo.Equals(One)));
        Assert.NotEqual(taken[0].Silo, taken[1].Silo);
        places.Return(taken[2], finished: true);
        Assert.Equal([taken[2]], TakeAll(places));
    }

    [Fact]
    public void Update_SmallerShare_GivesOutNothingUntilEnoughCameBack()
    {
        var places = Places((One, 3));
        var taken = TakeAll(places);

        places.Update(new JobShare([new(One, 1)]));
        places.Return(taken[0], finished: true);
        places.Return(taken[1], finished: true);
        Assert.Empty(TakeAll(places));

        places.Return(taken[2], finished: true);
        Assert.Single(TakeAll(places));
    }

    [Fact]
    public void Rest_OneSilo_LeavesItAloneForAWhile()
    {
        var places = Places((One, 1), (Two, 1));
        places.Rest(One, TimeSpan.FromSeconds(30), isFull: true);

        Assert.Equal([Two], TakeAll(places).Select(place => place.Silo));
        Assert.False(places.AreAllFull);

        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal([One], TakeAll(places).Select(place => place.Silo));
    }

    [Fact]
    public void AreAllFull_UntilAChunkIsFinished_IsTrue()
    {
        var places = Places((One, 1));
        places.Rest(One, TimeSpan.Zero, isFull: true);
        Assert.True(places.AreAllFull);

        places.Return(Assert.Single(TakeAll(places)), finished: true);

        Assert.False(places.AreAllFull);
    }

    [Fact]
    public void TryTake_ChunkThatOthersWaitFor_GetsAPlaceMoreWhereNobodyRests()
    {
        var places = Places((One, 1), (Two, 1));
        TakeAll(places);
        places.Rest(Two, TimeSpan.FromSeconds(30), isFull: true);

        Assert.False(places.TryTake(out _));
        Assert.True(places.TryTake(out var place, isAwaited: true));
        Assert.Equal(new ChunkPlace(One, 1), place);
    }

    [Fact]
    public void Return_PlaceOfASiloThatIsGone_IsForgotten()
    {
        var places = Places((One, 1));
        var taken = Assert.Single(TakeAll(places));

        places.Update(new JobShare([new(Two, 1)]));
        places.Return(taken, finished: false);

        Assert.Equal([Two], TakeAll(places).Select(place => place.Silo));
    }

    private ChunkPlaces Places(params (SiloAddress Silo, int Count)[] share)
    {
        var places = new ChunkPlaces(_time);
        places.Update(new JobShare([.. share.Select(part => new SiloPlaces(part.Silo, part.Count))]));
        return places;
    }

    private static List<ChunkPlace> TakeAll(ChunkPlaces places)
    {
        var taken = new List<ChunkPlace>();
        while (places.TryTake(out var place))
            taken.Add(place);
        return taken;
    }
}
