using System.Buffers.Binary;

namespace Ingestion.Silo;

/// <summary>The silos that share the work at the moment.</summary>
internal sealed class ActiveSilos(IClusterMembershipService membership, ILocalSiloDetails local)
{
    /// <summary>This silo.</summary>
    public SiloAddress Local => local.SiloAddress;

    /// <summary>At least this one; in an order that all silos agree on.</summary>
    public IReadOnlyList<SiloAddress> Addresses
    {
        get
        {
            var active = membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress).Order().ToList();
            return active.Count > 0 ? active : [local.SiloAddress];
        }
    }

    /// <summary>
    /// Whether something that one silo has to look after is this one's. While silos come and go two of them may think so, or none for
    /// as long as a silo that is gone is not known to be.
    /// </summary>
    public bool IsLocal(Guid id)
    {
        var all = Addresses;
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        // The end of an id is random, whatever its version.
        return all[(int)(BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) % (uint)all.Count)].Equals(Local);
    }

    /// <summary>How many they are.</summary>
    public int Count => Addresses.Count;
}
