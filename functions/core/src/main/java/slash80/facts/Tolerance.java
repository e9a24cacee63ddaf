package slash80.facts;

import slash80.network.IpFamily;
import slash80.network.PacketSet;

/// The packets from the internet that the policy allows an interface to be open to. The rules about
/// openings do not count them.
@FunctionalInterface
public interface Tolerance {
  PacketSet of(NetworkInterface networkInterface, IpFamily family);
}
