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

    /// <summary>How many they are.</summary>
    public int Count => Addresses.Count;
}
