package slash80.reach;

import java.util.Set;
import slash80.facts.Fact;
import slash80.facts.NetworkAcl;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.ip.IpFamily;

/// Everything that decides which packets of a family the internet can send to an interface. Many
/// interfaces share one object of this class: they differ in their names and addresses only.
public final class FamilyPosture {
  private final Parts parts;

  FamilyPosture(Parts parts) {
    this.parts = parts;
  }

  Parts parts() {
    return parts;
  }

  /// The parts of a posture.
  record Parts(
      IpFamily family,
      Fact<Boolean> address,
      SubnetLayers subnet,
      IngressRouting diversion,
      Set<SecurityGroup.Id> groups) {

    /// Counts what differs most: every interface looks its posture up by this.
    @Override
    public int hashCode() {
      return 31 * groups.hashCode() + subnet.table().hashCode();
    }
  }

  /// The layers that all interfaces in a subnet share.
  record SubnetLayers(Fact<Boolean> block, Fact<RouteTable.Id> table, Fact<NetworkAcl.Id> acl) {}
}
