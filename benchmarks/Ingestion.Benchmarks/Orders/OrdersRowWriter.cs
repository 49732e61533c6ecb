using System.Buffers.Text;

namespace Ingestion.Benchmarks.Orders;

/// <summary>
/// Writes the rows of the orders file as UTF-8 straight into a buffer, and knows of each whether
/// <see cref="OrdersRecipe"/> rejects it: that is the account every contestant is held to.
/// </summary>
internal sealed class OrdersRowWriter(byte[] buffer)
{
    /// <summary>No row is longer.</summary>
    public const int MaxRowBytes = 512;

    private static readonly byte[][] FirstNames = Words(
        "Anna", "Jürgen", "Zoë", "Łukasz", "María", "François", "Søren", "Chloé", "Ömer", "Nguyễn", "Olga", "Ивáн",
        "Peter", "Grace", "Yuki", "美咲");

    private static readonly byte[][] LastNames = Words(
        "Müller", "García", "Smith", "Žižka", "Nowak", "O'Brien", "Østergaard", "Çelik", "Dubois", "Петров", "Silva",
        "Kim", "Rossi", "Håkansson", "Jones", "Þórsson");

    private static readonly byte[][] Countries = Words(
        "DE", "FR", "ES", "PL", "US", "GB", "DK", "TR", "VN", "JP", "BR", "IT", "SE", "IS", "CZ", "KR");

    private static readonly byte[][] Statuses = Words("NEW", "PAID", "SHIPPED", "DELIVERED", "CANCELLED");

    private static readonly byte[][] MalformedEmails = Words(
        "no-at-sign.example.org", "user@nodot", "two@@signs.example.org", "has space@example.org", "@missing.example.org");

    private static readonly byte[][] Notes = Words(
        "", "", "", "gift", "fragile", "leave at door", "\"ring twice, please\"", "\"said \"\"no rush\"\"\"",
        "\"2nd floor\nleft door\"", "ask for Zoë");

    private static readonly byte[][] Dates = Days();

    private SplitMix64 _random = new(20_240_601);
    private int _position;

    public int Position => _position;

    public void Clear() => _position = 0;

    public void WriteHeader()
    {
        Write("order_id,customer_name,email,phone,country,order_date,age,quantity,unit_price,status,created_at,note\n"u8);
    }

    /// <summary>Where a row's id comes from: 2% repeat an earlier one.</summary>
    /// <param name="nextId">The lowest id not yet used; ids start at 1.</param>
    public long NextOrderId(ref long nextId) =>
        nextId > 1 && _random.Next(50) == 0 ? 1 + _random.Next((int)(nextId - 1)) : nextId++;

    /// <summary>Writes one row.</summary>
    /// <returns>Whether the recipe's row rules accept it.</returns>
    public bool WriteRow(long orderId)
    {
        var bits = _random.Next();
        WriteNumber(orderId);
        Comma();
        Write(FirstNames[bits & 15]);
        Write((byte)' ');
        Write(LastNames[(bits >> 4) & 15]);
        Comma();
        var accepted = WriteEmail(orderId);
        Comma();
        WritePhone();
        Comma();
        Write(Countries[(bits >> 8) & 15]);
        Comma();
        var day = Dates[_random.Next(Dates.Length)];
        Write(day);
        Comma();
        accepted &= WriteAge();
        Comma();
        WriteNumber(1 + (long)((bits >> 12) & 15));
        Comma();
        accepted &= WritePrice();
        Comma();
        Write(Statuses[_random.Next(Statuses.Length)]);
        Comma();
        WriteTimestamp(day, _random.Next(86_400));
        Comma();
        Write(Notes[_random.Next(Notes.Length)]);
        Write((byte)'\n');
        return accepted;
    }

    /// <summary>2% have none, 1.5% are malformed.</summary>
    private bool WriteEmail(long orderId)
    {
        var kind = _random.Next(1000);
        if (kind < 20)
        {
            return false;
        }

        if (kind < 35)
        {
            Write(MalformedEmails[kind % MalformedEmails.Length]);
            return false;
        }

        Write("user"u8);
        WriteNumber(orderId);
        Write("@example.com"u8);
        return true;
    }

    private void WritePhone()
    {
        Write("+49 1"u8);
        WriteDigits(_random.Next(100), 2);
        Write((byte)' ');
        WriteDigits(_random.Next(10_000_000), 7);
    }

    /// <summary>1% say n/a, which is no value and passes; 3% lie outside 18 to 100.</summary>
    private bool WriteAge()
    {
        var kind = _random.Next(100);
        if (kind == 0)
        {
            Write("n/a"u8);
            return true;
        }

        var accepted = kind > 3;
        WriteNumber(accepted ? 18 + _random.Next(83) : kind == 1 ? 101 + _random.Next(20) : _random.Next(18));
        return accepted;
    }

    /// <summary>1% have none, 0.5% are negative.</summary>
    private bool WritePrice()
    {
        var kind = _random.Next(200);
        if (kind < 2)
        {
            return false;
        }

        var accepted = kind != 2;
        if (!accepted)
        {
            Write((byte)'-');
        }

        WriteNumber(1 + _random.Next(999));
        Write((byte)'.');
        WriteDigits(_random.Next(100), 2);
        return accepted;
    }

    private void WriteTimestamp(byte[] day, int second)
    {
        Write(day);
        Write((byte)'T');
        WriteDigits(second / 3600, 2);
        Write((byte)':');
        WriteDigits(second / 60 % 60, 2);
        Write((byte)':');
        WriteDigits(second % 60, 2);
    }

    private void Comma() => Write((byte)',');

    private void Write(byte value) => buffer[_position++] = value;

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.AsSpan(_position));
        _position += bytes.Length;
    }

    private void WriteNumber(long value)
    {
        Utf8Formatter.TryFormat(value, buffer.AsSpan(_position), out var written);
        _position += written;
    }

    private void WriteDigits(int value, int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            buffer[_position + i] = (byte)('0' + value % 10);
            value /= 10;
        }

        _position += count;
    }

    private static byte[][] Words(params string[] words) => [.. words.Select(System.Text.Encoding.UTF8.GetBytes)];

    private static byte[][] Days()
    {
        var first = new DateOnly(2021, 1, 1);
        return Words([.. Enumerable.Range(0, 1461).Select(i => first.AddDays(i).ToString("yyyy-MM-dd", null))]);
    }
}
