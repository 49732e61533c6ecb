namespace Ingestion.Silo;

/// <summary>How many silos share the work at the moment.</summary>
internal sealed class ActiveSilos(IClusterMembershipService membership)
{
    /// <summary>At least this one.</summary>
    public int Count => Math.Max(1, membership.CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active));
}
