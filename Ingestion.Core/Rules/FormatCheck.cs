using System.Text;
using Ingestion.Core.Columns;
using Ingestion.Core.Plans;
using Ingestion.Core.Records;
using Ingestion.Core.Rules.Formats;

namespace Ingestion.Core.Rules;

/// <summary>FORMAT: the text is written as a standard wants it. Whether the address, account or number exists is another question.</summary>
internal sealed class FormatCheck(PlanCheck check, FormatCheck.Test test, string what) : ValueCheck(check)
{
    private readonly byte[] _explanation = Encoding.UTF8.GetBytes($"is not {what}.");

    /// <summary>Whether a text is written so.</summary>
    public delegate bool Test(ReadOnlySpan<byte> text);

    /// <summary>The check; null, with its problems reported, where the parameters make none.</summary>
    public static FormatCheck? Compile(PlanCheck check, RuleParams parameters)
    {
        if (parameters.Of("format") is null)
            parameters.Problem("format", $"FORMAT needs the format: {EnumWords.List<ValueFormat>()}.");
        var format = parameters.Choice("format", ValueFormat.Email);
        if (format != ValueFormat.Date && parameters.Of("pattern") is not null)
            parameters.Problem("pattern", "It is for the format DATE only. REGEX takes a pattern of your own.");
        var (test, what) = format switch
        {
            ValueFormat.Email => (InternetFormats.IsEmail, "an e-mail address"),
            ValueFormat.Url => (InternetFormats.IsUrl, "a URL such as https://example.com/page"),
            ValueFormat.PhoneE164 => (PhoneFormat.IsE164, "a phone number as E.164 writes it, such as +4915112345678"),
            ValueFormat.Iban => (IbanFormat.IsIban, "an IBAN: its length for its country and its check digits are to be right, without spaces"),
            ValueFormat.Country => (IsoCodes.IsCountry, "a country code of ISO 3166, such as DE"),
            ValueFormat.Currency => (IsoCodes.IsCurrency, "a currency code of ISO 4217, such as EUR"),
            ValueFormat.Uuid => (UuidFormat.IsUuid, "a UUID such as 123e4567-e89b-12d3-a456-426614174000"),
            ValueFormat.Ipv4 => (IpFormats.IsIpv4, "an IPv4 address such as 192.0.2.1"),
            ValueFormat.Ipv6 => (IpFormats.IsIpv6, "an IPv6 address such as 2001:db8::1"),
            ValueFormat.Ip => ((Test)(text => IpFormats.IsIpv4(text) || IpFormats.IsIpv6(text)), "an IPv4 or IPv6 address"),
            _ => DateTest(parameters),
        };
        return parameters.HasProblem ? null : new FormatCheck(check, test, what);
    }

    public override void FindBroken(in ColumnCells cells, ColumnBuffer column, RowList broken)
    {
        for (var row = 0; row < cells.Count; row++)
        {
            if (cells.Given[row] && !test(cells.Text(row)))
                broken.Add(row);
        }
    }

    public override ReadOnlySpan<byte> Explain(ColumnBuffer column, int slot, ReadOnlySpan<byte> text) => _explanation;

    private static (Test Test, string What) DateTest(RuleParams parameters)
    {
        var text = parameters.Needed("pattern", "a pattern such as dd.MM.yyyy for the format DATE");
        DatePattern? pattern = null;
        if (text is not null && !DatePattern.TryCreate(text, out pattern, out var problem))
            parameters.Problem("pattern", $"The pattern '{text}': {problem}.");
        return (value => pattern!.TryParse(value, out _), $"a date written {text}");
    }
}

/// <summary>What FORMAT knows.</summary>
internal enum ValueFormat
{
    Email,
    Url,
    PhoneE164,
    Iban,
    Country,
    Currency,
    Uuid,
    Ipv4,
    Ipv6,
    Ip,
    Date,
}
