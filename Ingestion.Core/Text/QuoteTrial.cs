namespace Ingestion.Core.Text;

/// <summary>What a sample of delimited text looks like when its quotes are read in one way.</summary>
/// <param name="Consistency">The share of records that have the usual number of fields; 0 when that is one field.</param>
/// <param name="Enclosed">How many fields stand in quotes.</param>
/// <param name="Stray">How many closing quotes have more of the field after them.</param>
/// <param name="Escaped">How many quotes stand after a backslash inside quoted fields.</param>
internal readonly record struct QuoteTrial(double Consistency, int Enclosed, int Stray, int Escaped)
{
    private const int RecordsLookedAt = 500;

    /// <summary>Reads the beginning of a sample in UTF-8.</summary>
    public static QuoteTrial Of(TextForm form, byte[] sample)
    {
        using var stream = new MemoryStream(sample);
        using var pieces = new TextPieces(stream, form with { Encoding = "utf-8", PreambleBytes = 0 });
        var record = new DelimitedRow(form);
        var rowsOf = new Dictionary<int, int>();
        var (records, enclosed, stray, escaped) = (0, 0, 0, 0);
        while (records < RecordsLookedAt && record.Read(pieces) > 0)
        {
            if (record.IsEmpty)
                continue;
            records++;
            rowsOf[record.Fields] = rowsOf.GetValueOrDefault(record.Fields) + 1;
            enclosed += record.Enclosed;
            stray += record.Stray;
            escaped += record.Escaped;
        }
        var usual = rowsOf.DefaultIfEmpty().MaxBy(pair => pair.Value);
        return new(usual.Key < 2 ? 0 : usual.Value / (double)records, enclosed, stray, escaped);
    }

    /// <summary>Why reading backslashes as escapes is better than not to; null when nothing says so.</summary>
    public string? WhyBetterThan(QuoteTrial plain)
    {
        if (Escaped == 0 || Consistency < plain.Consistency)
            return null;
        if (Consistency > plain.Consistency)
            return "more rows have the same number of fields so";
        return Stray == 0 && (plain.Stray > 0 || plain.Enclosed == 0) ? "quoted fields end where a field ends only so" : null;
    }
}
