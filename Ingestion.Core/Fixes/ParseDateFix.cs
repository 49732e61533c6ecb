using System.Globalization;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;

namespace Ingestion.Core.Fixes;

/// <summary>PARSE_DATE: the first format that fits says what a value is; it is written in ISO 8601. What fits none stays, for TYPE to find.</summary>
internal sealed class ParseDateFix(PlanFix fix, int column, DateFormats formats) : ValueFix(fix, column)
{
    private const int MostBytes = 32;
    private readonly string _day = "yyyy-MM-dd";
    private readonly string _time = formats.HasZone ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss";
    private readonly string _fraction = formats.HasZone ? "yyyy-MM-ddTHH:mm:ss.ffffffZ" : "yyyy-MM-ddTHH:mm:ss.ffffff";

    protected override bool TryChange(RecordBytes bytes, ref FieldRange field)
    {
        foreach (var pattern in formats.Patterns)
        {
            if (!pattern.TryParse(bytes[field], out var microseconds))
                continue;
            Span<byte> text = stackalloc byte[MostBytes];
            var format = !formats.HasTime ? _day : microseconds % 1_000_000 == 0 ? _time : _fraction;
            DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond).TryFormat(text, out var written, format, CultureInfo.InvariantCulture);
            return TrySet(bytes, ref field, text[..written]);
        }
        return false;
    }
}
