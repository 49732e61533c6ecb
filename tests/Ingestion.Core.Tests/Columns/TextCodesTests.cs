using System.Text;
using CsCheck;
using Ingestion.Core.Columns;
using Ingestion.Core.Records;
using Record = Ingestion.Core.Records.Record;

namespace Ingestion.Core.Tests.Columns;

/// <summary>Codes say of every two slots whether their texts are the same, however long these are, and count the rows.</summary>
public sealed class TextCodesTests
{
    // Short ones, ones that fill a digest to the last byte and one more, and long ones that differ in the middle only. Null is an absence.
    private static readonly Gen<string?> Value = Gen.Frequency<string?>(
        (1, Gen.Const((string?)null)),
        (6, Gen.Char["ab"].Array[1, 3].Select(letters => (string?)new string(letters))),
        (2, Gen.Int[30, 34].Select(length => (string?)new string('x', length))),
        (2, Gen.Int[0, 3].Select(number => (string?)(new string('y', 40) + number + new string('y', 40)))));

    [Fact]
    public void Codes_AreThoseOfADictionary() => Value.Array[0, 900].Sample(values =>
    {
        using var bytes = new RecordBytes();
        using var codes = Read(bytes, values);

        var model = new Dictionary<string, int>();
        var rows = new List<int>();
        for (var slot = 0; slot < values.Length; slot++)
        {
            if (values[slot] is not { } value)
                continue;
            if (model.TryAdd(value, model.Count))
                rows.Add(0);
            Assert.Equal(model[value], codes.Codes[slot]);
            Assert.Equal(value, Encoding.UTF8.GetString(bytes[codes.Entries[model[value]]]));
            rows[model[value]]++;
        }
        Assert.Equal(rows, codes.Rows.ToArray());
        Assert.False(codes.IsGivenUp);
    });

    [Fact]
    public void Add_TextsThatAreNearlyAllNew_IsGivenUp()
    {
        using var bytes = new RecordBytes();
        using var codes = Read(bytes, [.. Enumerable.Range(0, 2000).Select(number => $"{number}")]);

        Assert.True(codes.IsGivenUp);
        Assert.InRange(codes.Count, 512, 1024);
    }

    [Fact]
    public void Add_MoreDifferentTextsThanThereIsRoomFor_IsGivenUp()
    {
        using var bytes = new RecordBytes();
        using var codes = Read(bytes, [.. Enumerable.Range(0, 12_000).Select(number => $"{number / 3}")]);

        Assert.True(codes.IsGivenUp);
        Assert.All(codes.Rows.ToArray(), rows => Assert.True(rows > 0));
    }

    [Fact]
    public void Begin_ForgetsWhatWasThere()
    {
        using var bytes = new RecordBytes();
        using var codes = Read(bytes, [.. Enumerable.Range(0, 2000).Select(number => $"{number}")]);

        codes.Begin();
        Add(codes, bytes, ["a", "b", "a"]);

        Assert.False(codes.IsGivenUp);
        Assert.Equal([2, 1], codes.Rows.ToArray());
    }

    [Fact]
    public void Set_ATextThatNoRowHas_IsAnEntryWithoutRows()
    {
        using var bytes = new RecordBytes();
        using var codes = Read(bytes, ["a", "b"]);

        codes.Set(1, bytes.Append("unknown"u8));
        codes.Set(0, bytes.Append("b"u8));

        Assert.Equal([1, 2], codes.Codes[..2]);
        Assert.Equal([1, 1, 0], codes.Rows.ToArray());
    }

    private static TextCodes Read(RecordBytes bytes, string?[] values)
    {
        var codes = new TextCodes(bytes);
        Add(codes, bytes, values);
        return codes;
    }

    private static void Add(TextCodes codes, RecordBytes bytes, string?[] values)
    {
        bytes.Begin(0);
        codes.Reserve(Math.Max(values.Length, codes.Codes.Length));
        var batch = new RecordBatch(bytes, 1);
        for (var first = 0; first < values.Length; first += batch.Count)
        {
            batch.Clear();
            foreach (var value in values.Skip(first).Take(batch.Capacity))
            {
                batch.NextFields()[0] = bytes.Append(Encoding.UTF8.GetBytes(value ?? ""));
                batch.Add(new Record(0, 0, 1, IsMalformed: false));
            }
            codes.Add(new ColumnCells(batch, 0, first, [.. values.Skip(first).Take(batch.Count).Select(value => value is not null)]));
        }
    }
}
