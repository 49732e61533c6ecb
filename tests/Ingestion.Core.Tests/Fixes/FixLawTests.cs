using System.Text;
using CsCheck;
using Ingestion.Core.Fixes;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;

namespace Ingestion.Core.Tests.Fixes;

/// <summary>A fix that makes values regular finds nothing to do in what it made.</summary>
public sealed class FixLawTests
{
    private static readonly PlanFix Fix = new(0, "fix", "v");

    // Letters whose cases, marks and widths differ in length and number, and all kinds of white space.
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.OneOf("a", "B", "ß", "İ", "ı", "ſ", "ɐ", "Ǆ", "ǅ", "Σ", "ς", "é", "e\u0301", "\u0323\u0307", "\u212b", "한", "\u1112\u1161\u11ab", "Ａ", "１", "😀", "𐐨", "'", "’", "\ufffe", " ", "  ", "\t", "\u00a0", "\u3000", "\u2028", "\ufeff", "-"),
        Gen.Int[0, 0x10FFFF].Where(value => value is < 0xD800 or > 0xDFFF).Select(value => new Rune(value).ToString()))
        .Array[1, 12].Select(string.Concat);

    public static TheoryData<string> Regular => ["trim", "collapse", "lower", "upper", "title", "nfc", "narrow", "nfkc", "date", "number"];

    [Theory]
    [MemberData(nameof(Regular))]
    public void Apply_Twice_IsAsOnce(string name)
    {
        var fix = Of(name);
        Texts.Array[1, 40].Sample(
            texts =>
            {
                var batch = Batch(texts);
                fix.Apply(batch);
                var once = Values(batch);

                Assert.Equal(0, fix.Apply(batch));
                Assert.Equal(once, Values(batch));
            },
            iter: 150);
    }

    [Fact]
    public void Normalize_Text_IsUnicodesComposedForm()
    {
        // Pairs of UAX #15 and of NormalizationTest.txt: source and NFC.
        (string Source, string Composed)[] known =
        [
            ("\u1e0a", "\u1e0a"), ("D\u0307", "\u1e0a"), ("D\u0323\u0307", "\u1e0c\u0307"), ("D\u0307\u0323", "\u1e0c\u0307"), ("\u212b", "\u00c5"), ("\u2126", "\u03a9"),
            ("\u0958", "\u0915\u093c"), ("\ufb1d", "\u05d9\u05b4"), ("\u0344", "\u0308\u0301"), ("\u1100\u1161\u11a8", "\uac01"), ("\uac00\u11a8", "\uac01"), ("a\u0315\u0300\u05ae\u0300b", "\u00e0\u05ae\u0300\u0315b"),
            ("\u0b47\u0300\u0b3e", "\u0b47\u0300\u0b3e"), ("\U0001d15e", "\U0001d157\U0001d165"), ("\u0061\u0327\u0301", "\u00e1\u0327"),
        ];
        var batch = Batch([.. known.Select(pair => pair.Source)]);

        Of("nfc").Apply(batch);

        Assert.Equal(known.Select(pair => pair.Composed), Values(batch));
    }

    [Fact]
    public void Normalize_Compatible_IsWhatCharactersStandFor()
    {
        (string Source, string Composed)[] known =
        [
            ("\ufb01", "fi"), ("\u2460", "1"), ("x\u00b2", "x2"), ("\u00a0", " "), ("\uff21\u3000\uff11", "A 1"), ("\uff76\uff9e", "\u30ac"), ("\u3300", "\u30a2\u30d1\u30fc\u30c8"),
            ("\u017f\u0323\u0307", "\u1e69"), ("\u1e9b\u0323", "\u1e69"), ("\u2126", "\u03a9"), ("\ud835\udd38", "A"), ("\u00bd", "1\u20442"), ("Zoe\u0308", "Zo\u00eb"),
        ];
        var batch = Batch([.. known.Select(pair => pair.Source)]);

        Of("nfkc").Apply(batch);

        Assert.Equal(known.Select(pair => pair.Composed), Values(batch));
    }

    private static ColumnFix Of(string name) => name switch
    {
        "trim" => new TrimFix(Fix, 0),
        "collapse" => new CollapseSpacesFix(Fix, 0),
        "lower" => new CaseFix(Fix, 0, LetterCase.Lower),
        "upper" => new CaseFix(Fix, 0, LetterCase.Upper),
        "title" => new CaseFix(Fix, 0, LetterCase.Title),
        "nfc" => new NormalizeFix(Fix, 0, NormalForm.Nfc, narrow: false),
        "narrow" => new NormalizeFix(Fix, 0, NormalForm.Nfc, narrow: true),
        "nfkc" => new NormalizeFix(Fix, 0, NormalForm.Nfkc, narrow: false),
        "number" => new ParseNumberFix(Fix, 0, new NumberText(","u8.ToArray(), [], ["B"u8.ToArray()], percent: false)),
        _ => new ParseDateFix(Fix, 0, DateFormats.Of(new(Runs.Recipes.Rule("d", Contracts.RuleType.ParseDate, "v", """{"order":"YEAR_FIRST"}"""), "", _ => { }))!),
    };

    private static RecordBatch Batch(string[] texts)
    {
        var bytes = new RecordBytes();
        bytes.Begin(0);
        var batch = new RecordBatch(bytes, 1);
        foreach (var text in texts)
        {
            batch.NextFields()[0] = bytes.Append(Encoding.UTF8.GetBytes(text));
            batch.Add(new Core.Records.Record(0, 0, 1, false));
        }
        return batch;
    }

    private static string[] Values(RecordBatch batch)
    {
        var values = new string[batch.Count];
        for (var row = 0; row < values.Length; row++)
            values[row] = Encoding.UTF8.GetString(batch.Bytes[batch.Fields[row]]);
        return values;
    }
}
