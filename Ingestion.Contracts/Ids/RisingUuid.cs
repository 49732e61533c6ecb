using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Ingestion.Contracts;

/// <summary>Makes UUIDs of version 7 of which each is larger than the one made before it in this process.</summary>
/// <remarks>
/// <see cref="Guid.CreateVersion7()"/> rises from millisecond to millisecond only, and more than one job is made within one. The twelve bits
/// after the milliseconds are therefore the fraction of the millisecond, and a counter where even that is the same
/// (RFC 9562, section 6.2, methods 3 and 1). The other 62 bits are random.
/// </remarks>
internal static class RisingUuid
{
    private const int FractionBits = 12;

    // The time of the newest id: milliseconds since 1970, then the fraction.
    private static long newest;

    /// <summary>A new UUID.</summary>
    public static Guid Next() => At(Rise(DateTime.UtcNow));

    private static long Rise(DateTime now)
    {
        var ticks = now.Ticks - DateTime.UnixEpoch.Ticks;
        var (milliseconds, rest) = Math.DivRem(ticks, TimeSpan.TicksPerMillisecond);
        var time = (milliseconds << FractionBits) | ((rest << FractionBits) / TimeSpan.TicksPerMillisecond);
        while (true)
        {
            var before = Volatile.Read(ref newest);
            // A clock that was set back goes on from where it had been.
            var next = Math.Max(time, before + 1);
            if (Interlocked.CompareExchange(ref newest, next, before) == before)
                return next;
        }
    }

    private static Guid At(long time)
    {
        Span<byte> bytes = stackalloc byte[16];
        var milliseconds = time >> FractionBits;
        var fraction = (ushort)(time & ((1 << FractionBits) - 1));
        BinaryPrimitives.WriteInt64BigEndian(bytes, (milliseconds << 16) | 0x7000 | fraction);
        RandomNumberGenerator.Fill(bytes[8..]);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }
}
